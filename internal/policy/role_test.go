package policy

import (
	"testing"

	"fourgates/internal/domain"
)

func TestGrantsThatAreRefused(t *testing.T) {
	days := domain.Span{From: domain.NewDate(2026, 3, 10)}
	for field, g := range map[string]GrantOf{
		"service":      {Role: Service, Days: days},
		"organisation": {Role: Partner, Days: days},
		"manager":      {Role: CLO, Manager: true, Days: days},
		"portfolio":    {Role: ExecutiveMember, Days: days},
		"from":         {Role: CPO},
		"to":           {Role: CPO, Days: domain.Span{From: days.From, To: days.From.AddDays(-1)}},
	} {
		blocked, ok := g.Check().(*domain.BlockedError)
		if !ok || len(blocked.Blockers) != 1 || blocked.Blockers[0].Field != field {
			t.Errorf("%+v: %v, want one reason by %s", g, g.Check(), field)
		}
	}
	for _, g := range []GrantOf{
		{Role: CLO, Days: days},
		{Role: Service, Service: 3, Manager: true, Days: days},
		{Role: Partner, Organisation: 4, Days: days},
		{Role: ExecutiveMember, Portfolio: "Communities", Days: domain.Span{From: days.From, To: days.From}},
	} {
		if err := g.Check(); err != nil {
			t.Errorf("%+v: %v", g, err)
		}
	}
}

// A scope that the role does not have would be lost in silence.
func TestScopeOfAnotherRoleIsRefused(t *testing.T) {
	g := GrantOf{Role: CLO, Service: 3, Organisation: 4, Days: domain.Span{From: domain.NewDate(2026, 3, 10)}}
	if g.Check() == nil {
		t.Error("a liaison officer was given a service and an organisation")
	}
}

func TestWhoeverIsSignedInHasAnAccount(t *testing.T) {
	if !Can(Actor{ID: 7}, OwnAccount) || Can(Actor{}, OwnAccount) || Can(Actor{ID: 7}, ViewAreas) {
		t.Error("a person without roles may use their own account and nothing else; nobody may do nothing")
	}
}
