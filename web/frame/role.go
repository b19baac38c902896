package frame

import (
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/web/ui"
)

// RoleLine is a role of a person as a table shows it: given, or following from a term in a seat.
type RoleLine struct {
	End   string // address of the page that ends it; "" for a term, which is not given here
	Words string // "Service officer (manager)"
	Scope string // of what: a service, an organisation, a seat, a portfolio
	Days  domain.Span
	Ended bool // taken away before its last day
	Today domain.Date
}

func (r RoleLine) over() bool { return r.Ended || (!r.Days.To.IsZero() && r.Days.To.Before(r.Today)) }

func (r RoleLine) state() ui.Cell {
	switch {
	case r.over():
		return ui.TagCell("Ended", ui.Grey)
	case r.Days.From.After(r.Today):
		return ui.TagCell("To come", ui.Blue)
	}
	return ui.TagCell("In force", ui.Green)
}

// RoleTable lists roles; with ends it offers to end those that are not over.
func RoleTable(roles []RoleLine, ends bool) ui.TableProps {
	t := ui.TableProps{Caption: "Roles", CaptionSize: ui.Hidden, Head: ui.Texts("Role", "Of", "Days", "State"),
		FirstCellIsHeader: true, Stack: true}
	if ends {
		t.Head = append(t.Head, ui.TextCell("Change"))
	}
	for _, r := range roles {
		row := []ui.Cell{ui.TextCell(r.Words), ui.TextCell(OrDash(r.Scope)), ui.TextCell(Sentence(DaysWords(r.Days))),
			r.state()}
		if ends {
			row = append(row, ui.ContentCell(roleChange(r)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func DaysWords(days domain.Span) string {
	if days.To.IsZero() {
		return "from " + days.From.Words()
	}
	return days.From.Words() + " to " + days.To.Words()
}

// MatrixTable is the whole policy: who may do what, and how far.
func MatrixTable() ui.TableProps {
	t := ui.TableProps{Caption: "Rights of each role", CaptionSize: ui.Hidden, Head: ui.Texts("Action"),
		FirstCellIsHeader: true, Scroll: true, ID: "matrix"}
	for _, role := range policy.Roles() {
		t.Head = append(t.Head, ui.TextCell(role.Short()))
	}
	for _, act := range policy.Actions() {
		if act == policy.OwnAccount {
			continue // of everybody who is signed in, with or without a role
		}
		row := ui.Texts(act.Words())
		for _, role := range policy.Roles() {
			row = append(row, rightCell(policy.Reach(role, act)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func rightCell(reach string) ui.Cell {
	switch reach {
	case "all":
		return ui.TagCell("All", ui.Green)
	case "own":
		return ui.TagCell("Own", ui.Blue)
	}
	return ui.TextCell("No")
}
