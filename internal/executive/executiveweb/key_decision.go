package executiveweb

import (
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/form"
	"fourgates/internal/policy"
	"fourgates/internal/procedures"
	"fourgates/internal/serve"
)

func keyRoutes() []serve.Route {
	return []serve.Route{
		serve.Get("/decisions/{decision}/announcement", policy.ClerkDecisions,
			serve.On(decisionFor(executive.ToAnnounce), askAnnouncement)),
		serve.Post("/decisions/{decision}/announcement", policy.ClerkDecisions,
			serve.On(decisionFor(executive.ToAnnounce), announceDecision)),
	}
}

var announcing = decisionForm{executive.ToAnnounce, "Note how it was announced",
	"Noted. Clerks, planning officers and those who decide are told from when it can be taken.", ExecutiveAnnouncement}

// askAnnouncement asks how a key decision was announced.
func askAnnouncement(c *serve.Call, d executive.ExecutiveDecision) error {
	f := form.New(nil)
	if a := d.Announced; a.Made() {
		f = form.With("how", string(a.How), "on", a.On.String(), "who", a.Who, "why", a.Why)
	}
	return askDecisionStep(c, announcing, d, f)
}

// announceDecision notes how a key decision was announced; who was told and why are read without full notice alone.
func announceDecision(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	exception := f.Branch("how", string(procedures.GeneralException), string(procedures.SpecialUrgency))
	version, in := decisionVersion(&f), procedures.Announcement{
		How: form.OptionalOneOf(&f, "how", procedures.Announcings()), On: f.OptionalDate("on"),
		Who: exception.Optional("who", 300), Why: exception.Optional("why", 2000)}
	return takeDecisionStep(c, announcing, d, f, version, func() error {
		return executiveapp.AnnounceDecision(c.Context(), c.App, c.Actor, d.ID, version, in)
	})
}
