package fleet

// Command is the command line of a fleet.
type Command struct {
	Dir  string   `arg:"" type:"path" help:"Folder with a file of settings for each team: NAME.env, as setup writes it."`
	Team string   `arg:"" optional:"" help:"One of the teams: run a command for it alone, with its settings."`
	Args []string `arg:"" optional:"" passthrough:"" name:"command" help:"The command, and its flags; doctor unless given."`
}

// Help is shown with the command.
func (Command) Help() string {
	return "Runs the teams of a folder in one process until stopped. A file that is added, changed or removed begins, " +
		"restarts or ends its team, and no other; a mistake in it is said in the log and on the status page, and " +
		"looked at again when the file changes. Relative paths in DIR/NAME.env are relative to the folder DIR/NAME, " +
		"where leadsheet also keeps sign-ins and notes of that team. From the environment come only the settings of " +
		"the process: LEADSHEET_HTTP, LEADSHEET_HTTP_TOKEN, LEADSHEET_LOG, LEADSHEET_FLEET_DATABASE, LEADSHEET_POLL " +
		"for teams that set none, and LEADSHEET_STATE for another place of the folders.\n\n" +
		"With a TEAM it runs a command for that team: leadsheet fleet teams kim setup, or leadsheet fleet teams kim " +
		"doctor."
}

// Run runs the command.
func (c Command) Run(p *Program) error {
	if c.Team != "" {
		return p.Team(c.Dir, c.Team, c.Args)
	}
	return p.Run(c.Dir)
}
