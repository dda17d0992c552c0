package rules

// Empty reports whether there is nothing to do.
func (w Work) Empty() bool {
	return len(w.NewLeads)+len(w.Changes)+len(w.Events)+len(w.Intake)+len(w.IntakeChanges)+len(w.Senders)+
		len(w.Team) == 0
}
