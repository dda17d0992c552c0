package daemon

import (
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// learnt returns events of the workbook itself about what the sources have learnt of their mail servers since the
// workbook was written. That a server checks nothing is only worth one where it was known to check.
func (d *Daemon) learnt(v *view) (events []lead.Event) {
	for _, s := range d.Sources {
		learner, ok := s.(intake.Learner)
		if !ok {
			continue
		}
		for _, of := range learner.Servers() {
			was := v.servers[of.Mailbox]
			if of.Name != "" && of.Name != was && (of.Name != intake.NoServer || was != "") {
				events = append(events, policy.ServerLearnt(v.snap.Words, of.Mailbox, of.Name, d.Now()))
			}
		}
	}
	return events
}
