package priorityweb

import (
	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/internal/scores"
	"fourgates/internal/scores/scoreapp"
	"fourgates/internal/scores/scorestore"
	"fourgates/internal/serve"
)

// criteria shows the criteria to those who edit them.
func criteria(c *serve.Call) error {
	return criteriaPage(c, 0, form.New(nil))
}

// criteriaPage shows the list; f belongs to the criterion that is changed, or with zero to a new one.
func criteriaPage(c *serve.Call, changed domain.CriterionID, f form.Form) error {
	if f.Stale() {
		f.Add("", "Somebody else changed the criteria while you were reading them. They are shown as they are now; "+
			"what you typed is still there. Save again if it still holds.")
	}
	p := CriteriaProps{Form: f, Changed: changed}
	var err error
	if p.Criteria, err = scorestore.Criteria(c.Context(), c.Read); err != nil {
		return err
	}
	if p.Versions, err = scorestore.CriteriaVersions(c.Context(), c.Read); err != nil {
		return err
	}
	p.Shell = c.Shell("Criteria").Under("Areas", "/areas", "Criteria")
	return c.Page(f, Criteria(p))
}

func decodeCriterion(f *form.Form) scores.Criterion {
	return scores.Criterion{
		Name:   f.Required("name", 80, "Enter a name"),
		Hint:   f.Optional("hint", 200),
		Weight: f.Int("weight", 1, scores.MostWeight, "Enter a weight"),
		Scale:  f.Int("scale", scores.LeastScale, scores.MostScale, "Enter the highest score"),
	}
}

// addCriterion adds a criterion at the end.
func addCriterion(c *serve.Call) error {
	f := c.Posted()
	criterion, version := decodeCriterion(&f), f.Version("Load the page again")
	err := f.Save(func() error {
		_, err := scoreapp.AddCriterion(c.Context(), c.App, c.Actor, version, criterion)
		return err
	})
	if err != nil {
		return err
	}
	if !f.OK() {
		return criteriaPage(c, 0, f)
	}
	return c.Done("Criterion added", "/criteria")
}

// changeCriterion changes, moves, retires or brings back a criterion, as the button says that was pressed.
func changeCriterion(c *serve.Call, id domain.CriterionID) error {
	f := c.Posted()
	if err := f.Save(criterionStep(c, &f, id)); err != nil {
		return err
	}
	if !f.OK() {
		return criteriaPage(c, id, f)
	}
	return c.Done("Criteria saved. Every area is ranked by them.", "/criteria")
}

// criterionStep is the command of the button that was pressed.
func criterionStep(c *serve.Call, f *form.Form, id domain.CriterionID) func() error {
	version := f.Version("Load the page again")
	switch do := f.Text("do"); do {
	case "up", "down":
		return func() error { return scoreapp.MoveCriterion(c.Context(), c.App, c.Actor, version, id, do == "up") }
	case "retire", "bring back":
		return func() error {
			return scoreapp.RetireCriterion(c.Context(), c.App, c.Actor, version, id, do == "retire")
		}
	}
	criterion := decodeCriterion(f)
	criterion.ID = id
	return func() error { return scoreapp.ChangeCriterion(c.Context(), c.App, c.Actor, version, criterion) }
}
