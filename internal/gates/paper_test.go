package gates

import (
	"testing"

	"fourgates/internal/domain"
)

func TestWhoMayRecordADecisionOnPaper(t *testing.T) {
	const submitter, member, substitute, signer, officer = domain.PersonID(1), domain.PersonID(2), domain.PersonID(3),
		domain.PersonID(4), domain.PersonID(5)
	m := Matter{SubmittedBy: submitter, Signed: []domain.PersonID{signer}, Asked: []Asked{
		{Person: member, Seat: "Old Quay ward"}, {Person: substitute, Seat: "Castle ward", Substitute: true},
		{Person: submitter, Seat: "Moor ward"}}}
	for _, c := range []struct {
		who  string
		id   domain.PersonID
		kept []string
	}{
		{"an officer who had no part in it", officer, nil},
		{"who submitted it, and is asked by it", submitter, []string{"seat", "submitted"}},
		{"a Member whom it asks", member, []string{"seat"}},
		{"a substitute whom it asks", substitute, []string{"seat"}},
		{"who decided on it and has left", signer, []string{"signed"}},
	} {
		got := m.RecordBlockers(domain.Self{99, c.id})
		if len(got) != len(c.kept) {
			t.Errorf("%s: %v, want %v", c.who, got, c.kept)
			continue
		}
		for i, b := range got {
			if b.ID != c.kept[i] {
				t.Errorf("%s: %s, want %s", c.who, b.ID, c.kept[i])
			}
		}
	}
}

func TestWhoseDecisionIsRecordedOnPaper(t *testing.T) {
	const ottoline, tremaine, gone, invited = domain.PersonID(1), domain.PersonID(2), domain.PersonID(3),
		domain.PersonID(4)
	list := []Signatory{
		{Place: 1, Holder: ottoline, HolderName: "Ottoline", HolderNoAccount: true, HolderNoAddress: true},
		{Place: 2, Holder: tremaine, HolderName: "Tremaine"},
		{Place: 3, Holder: gone, HolderName: "Gone", HolderNoAccount: true, Bar: "account disabled"},
		{Place: 4, Holder: invited, HolderName: "Invited", HolderNoAccount: true},
		{Place: 5, Holder: ottoline, HolderName: "Ottoline", HolderNoAccount: true, HolderNoAddress: true},
	}
	for id, kept := range map[domain.PersonID]string{ottoline: "", invited: "", tremaine: "account", gone: "barred",
		9: "asked", 0: "asked"} {
		got := PaperBlockers(list, id)
		if (len(got) > 0) != (kept != "") || kept != "" && got[0].ID != kept {
			t.Errorf("person %d: %v, want %q", id, got, kept)
		}
	}
	if to := LettersTo(list); len(to) != 1 || to[0].Holder != ottoline {
		t.Errorf("letters go to %v, want one to Ottoline", to)
	}
	list[0].PostedOn = domain.NewDate(2026, 3, 3)
	if list[0].WaitsForLetter() || !list[0].ByLetter() {
		t.Error("a posted letter is still waited for")
	}
}
