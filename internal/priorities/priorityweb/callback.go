package priorityweb

import (
	"errors"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/gates/gateweb"
	"fourgates/internal/places"
	"fourgates/internal/places/placeweb"
	"fourgates/internal/policy"
	"fourgates/internal/priorities"
	"fourgates/internal/priorities/priorityapp"
	"fourgates/internal/serve"
	"fourgates/web/frame"
)

// DifferenceRoutes show where the community's priorities differ from what was signed, and call gate 2 back.
func DifferenceRoutes() []serve.Route {
	toCallBack := placeweb.AreaInFor(policy.ViewGates, policy.CallBackGate)
	return []serve.Route{
		serve.Get("/areas/{area}/priorities/difference", policy.ViewGates, serve.On(placeweb.AreaIn(policy.ViewGates),
			showDifference)),
		serve.Get("/areas/{area}/priorities/call-back", policy.CallBackGate,
			serve.On(toCallBack, askCallBack)).RestsOnAllIn("area", "priority round"),
		serve.Post("/areas/{area}/priorities/call-back", policy.CallBackGate,
			serve.On(toCallBack, callBackGate)).RestsOnAllIn("area", "priority round"),
		serve.Post("/areas/{area}/priorities/call-back/check", policy.CallBackGate,
			serve.On(toCallBack, checkCallBack)).RestsOnAllIn("area", "priority round"),
	}
}

// showDifference shows the list that Members signed at gate 2 beside what the community confirmed.
func showDifference(c *serve.Call, area places.Area) error {
	p := DifferenceProps{Area: area, Shell: RoundShell(c, area, "Difference"),
		MayCallBack: policy.CanIn(c.Actor, policy.CallBackGate, area.ID)}
	if p.MayCallBack {
		apart, err := callBackApart(c, area)
		if err != nil {
			return err
		}
		p.MayCallBack = len(apart) == 0
	}
	d, err := priorityapp.PriorityDifference(c.Context(), c.App, c.Read, area.ID)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return err
	}
	p.None = err != nil
	p.Attempt, p.Round, p.Signed, p.Changes, p.Facts = d.Attempt, d.Round, d.Signed, d.Changes, d.Facts
	slices.SortStableFunc(p.Signed, func(a, b priorities.SignedIssue) int { return placeOrLast(a) - placeOrLast(b) })
	for _, t := range priorities.RankTallies(d.Tallies) {
		if t.Priority {
			p.Tallies = append(p.Tallies, t)
		}
	}
	return c.Show(Difference(p))
}

// placeOrLast is the place of a signed issue by its points; those that had none come last.
func placeOrLast(i priorities.SignedIssue) int {
	if i.Place == 0 {
		return 1 << 30
	}
	return i.Place
}

// callBackApart is what keeps the reader from calling gate 2 back, by the rule that the command asks.
func callBackApart(c *serve.Call, area places.Area) ([]domain.Blocker, error) {
	m, err := gatestore.Matter(c.Context(), c.Read, area.ID, domain.GateIssues, c.Today())
	return m.CallBackBlockers(c.Actor.Self()), err
}

// askCallBack asks a Member why gate 2 is called back.
func askCallBack(c *serve.Call, area places.Area) error {
	return callBackPage(c, area, form.New(nil))
}

const noCallBackReason = "Enter why gate 2 is called back: officers and Members read it"

// checkCallBack shows what calling gate 2 back does.
func checkCallBack(c *serve.Call, area places.Area) error {
	if err := mayCallBack(c, area); err != nil {
		return err
	}
	return gateweb.CheckReason(c, callBackProps(area), noCallBackReason)
}

// callBackPage asks for the reason where gate 2 can be called back, and says why where it cannot.
func callBackPage(c *serve.Call, area places.Area, f form.Form) error {
	if err := mayCallBack(c, area); err != nil {
		return err
	}
	return gateweb.ReasonPage(c, f, callBackProps(area))
}

// mayCallBack returns a *domain.BlockedError where gate 2 cannot be called back, or not by the reader.
func mayCallBack(c *serve.Call, area places.Area) error {
	facts, _, err := gatestore.CallBackFacts(c.Context(), c.Read, area.ID, c.Today())
	if err != nil {
		return err
	}
	apart, err := callBackApart(c, area)
	if err != nil {
		return err
	}
	if blockers := append(facts.Blockers(), apart...); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	return nil
}

func callBackProps(area places.Area) frame.ReasonProps {
	at := "/areas/" + serve.IDText(area.ID) + "/priorities/"
	return frame.ReasonProps{
		Title: "Call gate 2 back", Caption: area.Name, Back: at + "difference", Action: at + "call-back",
		Check: at + "call-back/check", Effects: []string{gateweb.IntoRegister,
			"The area goes back to phase 2b. The issues are submitted again, and every Area Member is asked to sign " +
				"them again.",
			"The area’s officers, the other Members and everybody who was told that gate 2 passed are told."},
		Field: "reason", Label: "Why do you call it back?",
		Hint:   "Officers and the other Members read it. It stands in the register.",
		Button: "Call gate 2 back", Warning: true,
		Lead: "The area goes back to phase 2b. The issues are submitted again, and every Area Member is asked to " +
			"sign them again.",
	}
}

// callBackGate calls gate 2 back.
func callBackGate(c *serve.Call, area places.Area) error {
	f := c.Posted()
	reason := f.Required("reason", 2000, noCallBackReason)
	if err := f.Take(func() error {
		return gateapp.CallBackGate(c.Context(), c.App, c.Actor, area.ID,
			reason)
	}); err != nil {
		return err
	}
	if !f.OK() {
		return callBackPage(c, area, f)
	}
	return c.Done("Gate 2 is called back. Notices are made for its officers, the other Members and everybody who was "+
		"told that it passed.", "/areas/%d/gates/2", area.ID)
}
