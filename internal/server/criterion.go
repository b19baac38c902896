package server

import (
	"errors"
	"net/http"

	"fourgates/internal/domain"
	"fourgates/internal/form"
	"fourgates/web/page"
)

// criteria shows the criteria to those who edit them.
func criteria(c *Call) error {
	return criteriaPage(c, http.StatusOK, 0, form.New(nil))
}

// criteriaPage shows the list; f belongs to the criterion that is changed, or with zero to a new one.
func criteriaPage(c *Call, status int, changed domain.CriterionID, f form.Form) error {
	p := page.CriteriaProps{Form: f, Changed: changed}
	var err error
	if p.Criteria, err = c.Read.Criteria(c.Context()); err != nil {
		return err
	}
	if p.Versions, err = c.Read.CriteriaVersions(c.Context()); err != nil {
		return err
	}
	p.Shell = c.Shell("Criteria").Under("Areas", "/areas", "Criteria")
	return c.Answer(status, page.Criteria(p))
}

func decodeCriterion(f *form.Form) domain.Criterion {
	return domain.Criterion{
		Name:   f.Required("name", 80, "Enter a name"),
		Hint:   f.Optional("hint", 200),
		Weight: f.Int("weight", 1, domain.MostWeight, "Enter a weight"),
		Scale:  f.Int("scale", domain.LeastScale, domain.MostScale, "Enter the highest score"),
	}
}

// addCriterion adds a criterion at the end.
func addCriterion(c *Call) error {
	f := c.Posted()
	criterion, version := decodeCriterion(&f), f.Int("version", 1, 1<<30, "Load the page again")
	var err error
	if f.OK() {
		_, err = c.App.AddCriterion(c.Context(), c.Actor, version, criterion)
	}
	return criteriaDone(c, 0, f, err, "Criterion added")
}

// changeCriterion changes, moves, retires or brings back a criterion, as the button says that was pressed.
func changeCriterion(c *Call) error {
	id, err := pathID[domain.CriterionID](c, "criterion")
	if err != nil {
		return err
	}
	f := c.Posted()
	version := f.Int("version", 1, 1<<30, "Load the page again")
	switch do := f.Text("do"); {
	case !f.OK():
	case do == "up" || do == "down":
		err = c.App.MoveCriterion(c.Context(), c.Actor, version, id, do == "up")
	case do == "retire" || do == "bring back":
		err = c.App.RetireCriterion(c.Context(), c.Actor, version, id, do == "retire")
	default:
		criterion := decodeCriterion(&f)
		criterion.ID = id
		if f.OK() {
			err = c.App.ChangeCriterion(c.Context(), c.Actor, version, criterion)
		}
	}
	return criteriaDone(c, id, f, err, "Criteria saved. Every area is ranked by them.")
}

// criteriaDone answers a change of the criteria: the page again with what is wrong, or on to the list.
func criteriaDone(c *Call, id domain.CriterionID, f form.Form, err error, message string) error {
	status := http.StatusUnprocessableEntity
	if errors.Is(err, domain.ErrConflict) {
		f.Add("", "Somebody else changed the criteria while you were reading them. They are shown as they are now; what you typed is still there. Save again if it still holds.")
		status = http.StatusConflict
	} else if !f.Refuse(err) && err != nil {
		return err
	}
	if !f.OK() {
		return criteriaPage(c, status, id, f)
	}
	return c.Done(message, "/criteria")
}
