package executiveweb

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/executive/executivestore"
	"fourgates/internal/form"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/serve"
)

// positionOf reads which recommendation the address means: domain.ErrNotFound where there is none.
func positionOf(c *serve.Call, d executive.ExecutiveDecision) (int, error) {
	n, err := strconv.Atoi(c.Param("position"))
	if err != nil || n < 1 || n > len(d.Items) {
		return 0, domain.ErrNotFound
	}
	return n, nil
}

// reportOpen returns a *domain.StateError once the report stays as it is, with why.
func reportOpen(d executive.ExecutiveDecision) error {
	if words := reportStays(d); words != "" {
		return domain.Stands("%s", words)
	}
	return nil
}

// askRecommendation asks for a new recommendation.
func askRecommendation(c *serve.Call, d executive.ExecutiveDecision) error {
	if err := reportOpen(d); err != nil {
		return err
	}
	return recommendationPage(c, d, 0, form.With("about", string(executive.AboutOther), "verb",
		string(executive.HaveRegardTo)))
}

func recommendationPage(c *serve.Call, d executive.ExecutiveDecision, position int, f form.Form) error {
	p := RecommendationProps{Form: f, Decision: d, Position: position}
	about := d.Subjects
	if position > 0 {
		about = []executive.Subject{executive.OnItem(d, position)}
	}
	for _, on := range about {
		list, err := executivestore.Deciding(c.Context(), c.Read, on.Area)
		if err != nil {
			return err
		}
		for _, a := range list {
			if !slices.Contains(p.Decides, a) {
				p.Decides = append(p.Decides, a)
			}
		}
	}
	if position == 0 {
		for _, on := range about {
			bids, err := bidsOf(c, d, on)
			if err != nil {
				return err
			}
			p.Bids = append(p.Bids, bids...)
		}
	} else if i := d.Items[position-1]; i.Authority != 0 &&
		!slices.ContainsFunc(p.Decides, func(a executive.Decides) bool { return a.ID == i.Authority }) {
		p.Decides = append(p.Decides, executive.Decides{ID: i.Authority, Name: i.AuthorityName})
	}
	p.Shell = c.Shell(p.title())
	return c.Page(f, Recommendation(p))
}

// bidsOf are the bids of a plan that no recommendation is about yet.
func bidsOf(c *serve.Call, d executive.ExecutiveDecision, on executive.Subject) ([]PlanBid, error) {
	snapshot, err := gatestore.Snapshot(c.Context(), c.Read, on.Attempt)
	if err != nil || snapshot.Plan == nil {
		return nil, err
	}
	var list []PlanBid
	for _, b := range executive.OpenBids(*snapshot.Plan) {
		if !slices.ContainsFunc(d.Items, func(i executive.ExecutiveItem) bool { return i.Bid == b.ID }) {
			list = append(list, PlanBid{b, on.AreaName})
		}
	}
	return list, nil
}

// addRecommendation adds one at the end.
func addRecommendation(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	version, w := decisionVersion(&f), decodeWording(&f)
	decodeAbout(&f, &w)
	w.Subject = form.ID[domain.SubjectID](&f, "plan", "")
	return saveRecommendation(c, d, 0, f, "The recommendation is added.", func() error {
		return executiveapp.Recommend(c.Context(), c.App, c.Actor, d.ID, version, w)
	})
}

// askRewording asks for other words for a recommendation.
func askRewording(c *serve.Call, d executive.ExecutiveDecision) error {
	position, err := positionOf(c, d)
	if err != nil {
		return err
	}
	if err := reportOpen(d); err != nil {
		return err
	}
	i := d.Items[position-1]
	f := form.With("minutes", i.OwnMinutes(), "authority", serve.IDText(i.Authority), "verb",
		cmp.Or(string(i.Verb), verbOther), "what", cmp.Or(i.What(), i.Recommendation))
	return recommendationPage(c, d, position, f)
}

// rewordRecommendation words one anew.
func rewordRecommendation(c *serve.Call, d executive.ExecutiveDecision) error {
	position, err := positionOf(c, d)
	if err != nil {
		return err
	}
	f := c.Posted()
	version, w := decisionVersion(&f), decodeWording(&f)
	return saveRecommendation(c, d, position, f, "The recommendation is worded anew.", func() error {
		return executiveapp.Reword(c.Context(), c.App, c.Actor, d.ID, version, position, w)
	})
}

// saveRecommendation is saveReport on the form of a recommendation, which somebody may have removed meanwhile.
func saveRecommendation(c *serve.Call, d executive.ExecutiveDecision, position int, f form.Form, done string,
	command func() error) error {
	return saveReport(c, d, f, done, func(c *serve.Call, d executive.ExecutiveDecision, f form.Form) error {
		if position > len(d.Items) {
			return domain.ErrConflict
		}
		return recommendationPage(c, d, position, f)
	}, command)
}

// decodeWording reads the words of a recommendation.
func decodeWording(f *form.Form) executive.Wording {
	verbs := []string{verbOther}
	for _, v := range executive.Verbs() {
		verbs = append(verbs, string(v))
	}
	w := executive.Wording{Minutes: f.Optional("minutes", 2000)}
	verb := form.OneOf(f, "verb", verbs, "Choose what the Executive is asked to do")
	if verb == verbOther {
		w.Text = f.Required("what", 2000, "Enter the recommendation")
		if w.Minutes == "" {
			f.Add("minutes", "Enter how the minutes put it where it is agreed")
		}
	} else {
		w.Verb, w.What = executive.Verb(verb), f.Required("what", 2000, "Enter what the Executive is asked to "+verb)
	}
	w.Decides.ID = form.ID[domain.AuthorityID](f, "authority", "")
	return w
}

// decodeAbout reads what a new recommendation is about.
func decodeAbout(f *form.Form, w *executive.Wording) {
	about := f.Text("about")
	if id, ok := strings.CutPrefix(about, aboutBidPrefix); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			f.Add("about", "Choose a bid of the plan")
		}
		w.About, w.Bid = executive.AboutBid, domain.BidID(n)
		return
	}
	w.About = form.OneOf(f, "about", []executive.ItemAbout{executive.AboutOther, executive.AboutPlan,
		executive.AboutDelegation}, "Choose what it is about")
}

// moveRecommendation moves one up or down.
func moveRecommendation(c *serve.Call, d executive.ExecutiveDecision) error {
	f := c.Posted()
	up := f.Text("to") == "up"
	return stepRecommendation(c, d, f, "The recommendations are in another order.", func(version, position int) error {
		return executiveapp.MoveRecommendation(c.Context(), c.App, c.Actor, d.ID, version, position, up)
	})
}

// removeRecommendation takes one out of the report.
func removeRecommendation(c *serve.Call, d executive.ExecutiveDecision) error {
	return stepRecommendation(c, d, c.Posted(), "The recommendation is removed.", func(version, position int) error {
		return executiveapp.Unrecommend(c.Context(), c.App, c.Actor, d.ID, version, position)
	})
}

func stepRecommendation(c *serve.Call, d executive.ExecutiveDecision, f form.Form, done string,
	command func(version, position int) error) error {
	position, err := positionOf(c, d)
	if err != nil {
		return err
	}
	if err := command(f.Version(""), position); err != nil {
		return err
	}
	return c.Done(done, "/decisions/%d/report", d.ID)
}
