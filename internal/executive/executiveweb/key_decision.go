package executiveweb

import (
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/form"
	"fourgates/internal/procedures"
	"fourgates/internal/serve"
)

var announcing = checkedForm{decisionForm{executive.ToAnnounce, "Note how it was announced",
	"Noted. Clerks, planning officers and those who decide are told from when it can be taken.", ExecutiveAnnouncement},
	"/announcement", "Check how it was announced", says("Note how it was announced"), readAnnouncement,
	fillAnnouncement}

// fillAnnouncement is what was noted before.
func fillAnnouncement(d executive.ExecutiveDecision) form.Form {
	a := d.Announced
	if !a.Made() {
		return form.New(nil)
	}
	return form.With("how", string(a.How), "on", a.On.String(), "who", a.Who, "why", a.Why)
}

// readAnnouncement reads how a key decision was announced; who was told and why are read without full notice alone.
func readAnnouncement(c *serve.Call, f *form.Form, d executive.ExecutiveDecision) checkedStep {
	exception := f.Branch("how", string(procedures.GeneralException), string(procedures.SpecialUrgency))
	in := procedures.Announcement{How: form.OptionalOneOf(f, "how", procedures.Announcings()),
		On: f.OptionalDate("on"), Who: exception.Optional("who", 300), Why: exception.Optional("why", 2000)}
	return checkedStep{rows: announcementRows(in),
		effects: func(is executive.ExecutiveDecision) []string { return announcementEffects(is, d) },
		rule: func() (executive.ExecutiveDecision, error) {
			return executiveapp.Announced(c.Context(), c.Read, d, in, c.Today())
		},
		command: func(version int) error {
			return executiveapp.AnnounceDecision(c.Context(), c.App, c.Actor, d.ID, version, in)
		}}
}
