package executive

import (
	"fmt"
	"slices"

	"fourgates/internal/domain"
	"fourgates/internal/plans"
)

// resolve puts the outcome of each recommendation into a copy of the items. Fallen are the subjects whose plan another
// council did not agree.
func (d *ExecutiveDecision) resolve(r Recording, fallen map[domain.SubjectID]bool, add func(field, words string)) {
	d.Items = slices.Clone(d.Items)
	returned := map[domain.SubjectID]bool{}
	for n := range d.Items {
		i, at := &d.Items[n], fmt.Sprint(d.Items[n].Position)
		var o ItemOutcome
		if n < len(r.Items) {
			o = r.Items[n]
		}
		falls, why := returned[i.Subject], "Falls with the plan, which is not agreed."
		if fallen[i.Subject] {
			falls, why = true, "Falls with the plan, which another council did not agree."
		}
		if falls && o.Outcome == "" {
			o = ItemOutcome{Outcome: ItemNotAgreed, Reason: why}
		}
		if falls && o.Outcome != ItemNotAgreed {
			add("item-"+at, "The plan is not agreed, so this cannot be agreed either")
			continue
		}
		i.resolve(o, at, add)
		if i.About == AboutPlan && o.Outcome == ItemAmended {
			i.amendActions(o.Actions, r, at, add)
		}
		returned[i.Subject] = returned[i.Subject] || (i.About == AboutPlan && o.Outcome == ItemNotAgreed)
	}
}

func (i *ExecutiveItem) resolve(o ItemOutcome, at string, add func(field, words string)) {
	i.Outcome = o.Outcome
	switch o.Outcome {
	case ItemAgreed:
		i.Resolved, i.Approved = i.IfAgreed, i.Asked
	case ItemAmended:
		i.Resolved = o.Resolved
		if o.Resolved == "" {
			add("resolved-"+at, "Enter what was resolved")
		}
		if i.About == AboutBid {
			i.amend(o.Approved, at, add)
		}
	case ItemNotAgreed:
		i.Reason = o.Reason
		if o.Reason == "" {
			add("reason-"+at, "Enter why it was not agreed")
		}
	default:
		add("item-"+at, fmt.Sprintf("Say what was decided on recommendation (%s)", i.Numeral()))
	}
}

// amend approves a bid in part.
func (i *ExecutiveItem) amend(approved *domain.Pence, at string, add func(field, words string)) {
	switch {
	case approved == nil || *approved <= 0:
		add("approved-"+at, "Enter the amount that was approved")
	case *approved > *i.Asked:
		add("approved-"+at, "Enter no more than the "+i.Asked.Words()+" asked for")
	default:
		i.Approved = approved
	}
}

// amendActions takes what was agreed of the plan's actions otherwise than they were proposed.
func (i *ExecutiveItem) amendActions(agreed []plans.AgreedAction, r Recording, at string,
	add func(field, words string)) {
	left, all := 0, r.Put[i.Subject]
	for n, put := range all {
		if n >= len(agreed) || !agreed[n].Otherwise(put) {
			continue
		}
		g := agreed[n]
		g.Action, g.Was = put.ID, put.Title
		field := ActionField(at, put.ID)
		switch {
		case g.LeftOut:
			g.Title, g.DueOn, g.Cost = "", domain.Date{}, nil
			left++
		case !g.DueOn.IsZero() && !r.DecidedOn.IsZero() && g.DueOn != put.DueOn && g.DueOn.Before(r.DecidedOn):
			add(field+"-due", "“"+put.Title+"” must be due on the day of the decision or later")
		}
		i.Actions = append(i.Actions, g)
	}
	if left > 0 && left == len(all) {
		add("item-"+at, "Every action is left out: a plan of which nothing is agreed is not agreed")
	}
}

// ActionField is the field of a form, without its last part, that says what was agreed of an action under the
// recommendation of that number.
func ActionField(item string, id domain.ActionID) string {
	return fmt.Sprintf("action-%s-%d", item, id)
}
