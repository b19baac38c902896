package comments

import (
	"fmt"
	"testing"
	"time"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Area 1 is the actor's own where they have one; person 1 is the actor, and said one of the two comments.
func TestWhoCommentsAndWhoAnswers(t *testing.T) {
	own := []domain.AreaID{1}
	mine, others := Comment{By: 1, Area: 1}, Comment{By: 2, Area: 1}
	for _, c := range []struct {
		name  string
		grant policy.Grant
		want  string // comments in area 1, in area 2 · changes their own, another's · answers
	}{
		{"Member", policy.Grant{Role: policy.Member, Areas: own}, "true false · true false · false"},
		{"Member of elsewhere", policy.Grant{Role: policy.Member, Areas: []domain.AreaID{2}},
			"false true · false false · false"},
		{"liaison officer", policy.Grant{Role: policy.CLO, Areas: own}, "false false · false false · true"},
		{"officer of elsewhere", policy.Grant{Role: policy.CLO, Areas: []domain.AreaID{2}},
			"false false · false false · false"},
		{"planning officer", policy.Grant{Role: policy.CPO}, "false false · false false · true"},
		{"coordinator", policy.Grant{Role: policy.LAC, Areas: own}, "false false · false false · true"},
		{"service", policy.Grant{Role: policy.Service, Service: 5}, "false false · false false · false"},
		{"partner", policy.Grant{Role: policy.Partner, Organisation: 7, Areas: own},
			"false false · false false · false"},
		{"Executive Member", policy.Grant{Role: policy.ExecutiveMember}, "false false · false false · false"},
		{"clerk", policy.Grant{Role: policy.Clerk}, "false false · false false · false"},
		{"director", policy.Grant{Role: policy.Director}, "false false · false false · false"},
		{"administrator", policy.Grant{Role: policy.Admin}, "false false · false false · false"},
		{"nobody", policy.Grant{}, "false false · false false · false"},
	} {
		a := policy.Actor{ID: 1, Grants: []policy.Grant{c.grant}}
		got := fmt.Sprintf("%v %v · %v %v · %v", MayComment(a, 1), MayComment(a, 2), MayChange(a, mine),
			MayChange(a, others), MayAnswer(a, others))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		gone := Comment{By: 1, Area: 1, WithdrawnAt: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
		if MayChange(a, gone) || MayAnswer(a, gone) {
			t.Errorf("%s: what was withdrawn is changed or answered", c.name)
		}
	}
}

func TestWhatIsCountedAndFrozen(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 5, 4, hour, 0, 0, 0, time.UTC) }
	said := []Text{{"Two lamps", at(9)}}
	list := []Comment{
		{ID: 1, ByName: "Bethan", Texts: said},
		{ID: 2, ByName: "Kwame", Texts: said, Answers: []Answer{{"Noted", "Nia", at(10)}}},
		{ID: 3, Texts: []Text{{"Three lamps", at(11)}, {"Two lamps", at(9)}},
			Answers: []Answer{{"Noted", "Nia", at(10)}}},
		{ID: 4, Texts: said, WithdrawnAt: at(12), WithdrawnWhy: "Another street"},
		{ID: 5, Texts: said, Restricted: true},
	}
	if got := CountWords(list); got != "4 comments, 3 without an answer" {
		t.Errorf("counted as %q", got)
	}
	if got := CountWords(list[1:2]); got != "1 comment" {
		t.Errorf("counted as %q", got)
	}
	whole := Whole(list)
	if len(whole) != 3 || whole[0].Words != "Two lamps" || whole[1].Answer != "Noted" ||
		whole[2].Words != "Three lamps" {
		t.Errorf("frozen as %+v", whole)
	}
}
