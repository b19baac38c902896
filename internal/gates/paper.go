package gates

import (
	"slices"

	"fourgates/internal/domain"
)

// OnPaper is how a decision was made that a Member without account made on paper; the zero OnPaper for one made here.
type OnPaper struct {
	Paper      domain.PaperID
	PaperOn    domain.Date // when it was signed
	RecordedBy string
}

// Words says of a decision that it was made on paper: "On paper of 3 March 2026, recorded by Owen Adeyemi"; "" for one
// made here.
func (p OnPaper) Words() string {
	if p.Paper == 0 {
		return ""
	}
	return "On paper of " + p.PaperOn.Words() + ", recorded by " + p.RecordedBy
}

// Beside is what follows the name of a Member who decided on paper: " (on paper, recorded by Owen Adeyemi)"; "" for one
// who decided here.
func (p OnPaper) Beside() string {
	if p.Paper == 0 {
		return ""
	}
	return " (on paper, recorded by " + p.RecordedBy + ")"
}

// ByLetter reports whether the place waits for a Member who is asked by letter: one without e-mail address.
func (s Signatory) ByLetter() bool {
	return s.Decision == "" && s.Holder != 0 && s.Bar == "" && s.HolderNoAddress
}

// WaitsForLetter reports whether the letter has still to be posted.
func (s Signatory) WaitsForLetter() bool { return s.ByLetter() && s.PostedOn.IsZero() }

// LettersTo lists the places whose Members are asked by letter, one for each Member.
func LettersTo(list []Signatory) []Signatory {
	var to []Signatory
	for _, s := range list {
		if s.ByLetter() && !slices.ContainsFunc(to, func(has Signatory) bool { return has.Holder == s.Holder }) {
			to = append(to, s)
		}
	}
	return to
}

// DecidesOnPaper reports whether the Member who holds the place decides on paper: they have no account to decide here.
func (s Signatory) DecidesOnPaper(p domain.PersonID) bool {
	return p != 0 && s.Holder == p && s.Bar == "" && s.HolderNoAccount
}

// PaperBlockers lists why nobody can record on paper what the Member decides: they are not asked, or can decide here.
func PaperBlockers(list []Signatory, member domain.PersonID) []domain.Blocker {
	for _, s := range list {
		switch {
		case s.Holder != member || member == 0:
		case s.DecidesOnPaper(member):
			return nil
		case s.Bar == "":
			return []domain.Blocker{{ID: "account", Words: s.HolderName + " has an account here, and decides with it"}}
		default:
			return []domain.Blocker{{ID: "barred", Words: s.HolderName + " " + s.Bar.Words()}}
		}
	}
	return []domain.Blocker{{ID: "asked", Words: "They do not sit for a ward or division that this gate asks"}}
}

// RecordBlockers lists why the person may not record decisions on the gate that were made on paper: whoever submitted
// it, is asked by it or has decided on it keeps away from what others decide (domain §7.3, §7.10).
func (m Matter) RecordBlockers(p domain.Self) []domain.Blocker {
	return m.partBlockers(p, ", so you cannot record what its Members decide on paper. A planning officer or the "+
		"Executive’s clerk can who had no part in it")
}
