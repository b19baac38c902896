package peopleapp

import (
	"context"
	"slices"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// GrantRole gives a person a role with its scope and days. It returns a *domain.BlockedError for a role without its
// scope, for one that they already hold on some of those days, and for oneself: nobody gives roles to themselves.
func GrantRole(ctx context.Context, a *act.App, actor policy.Actor, g policy.GrantOf) error {
	if blockers := people.GrantBlockers(actor.Self(), g.Person); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	err := a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		if _, err := peoplestore.PersonForUpdate(ctx, s.Writer, g.Person); err != nil {
			return err
		}
		return grant(ctx, s, g)
	})
	if err == nil {
		signin.Security(ctx, a, "role given", g.Person)
	}
	return err
}

func grant(ctx context.Context, s *act.Step, g policy.GrantOf) error {
	if !slices.Contains(policy.Grantable(), g.Role) {
		return domain.Blocked("role", "Choose a role")
	}
	if err := g.Check(); err != nil {
		return err
	}
	held, err := peoplestore.Grants(ctx, s.Writer.Reader, g.Person)
	if err != nil {
		return err
	}
	for _, h := range held {
		if h.EndedAt == nil && h.Role == g.Role && h.ServiceID == g.Service && h.OrganisationID == g.Organisation &&
			g.Days.Overlaps(domain.Span{From: h.FromOn, To: h.ToOn}) {
			return domain.Blocked("role", "They hold this role already on some of these days")
		}
	}
	roles, err := peoplestore.RolesHeld(ctx, s.Writer.Reader, g.Person, g.Days)
	if err != nil {
		return err
	}
	if err := domain.BlockedBy(people.RoleBlockers(g.Role, roles)); err != nil {
		return err
	}
	if _, err := peoplestore.AddGrant(ctx, s.Writer, g, s.Actor.ID, s.Now()); err != nil {
		return err
	}
	s.Record(domain.Event{Kind: "person", ID: int64(g.Person), Summary: g.Role.Words() + ": role given",
		After: daysOf{g.Role, g.Days.From, g.Days.To}})
	return nil
}

// daysOf is what the audit trail shows of a role.
type daysOf struct {
	Role policy.Role `json:"role"`
	From domain.Date `json:"from"`
	To   domain.Date `json:"to"`
}

// EndRole ends a role after its last day, or at once where last is zero: the next request no longer has it. It returns
// a *domain.BlockedError for a role that is over, for a day in the past and for the last administrator.
func EndRole(ctx context.Context, a *act.App, actor policy.Actor, person domain.PersonID, id domain.GrantID,
	last domain.Date) error {
	err := a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		g, err := peoplestore.GrantForUpdate(ctx, s.Writer, person, id)
		if err != nil {
			return err
		}
		today := s.Today()
		if g.Over(today) {
			return domain.Blocked("", "This role has ended already")
		}
		if g.Role == policy.Admin {
			if err := keepsAnAdmin(ctx, a, s.Writer, person); err != nil {
				return err
			}
		}
		to, at, err := ending(g, last, today, s.Now())
		if err != nil {
			return err
		}
		e := domain.Event{Kind: "person", ID: int64(person), Summary: g.Role.Words() + ": role ended",
			Before: daysOf{g.Role, g.FromOn, g.ToOn}, After: daysOf{g.Role, g.FromOn, to}}
		s.Record(e)
		return peoplestore.EndGrant(ctx, s.Writer, id, to, at, actor.ID)
	})
	if err == nil {
		signin.Security(ctx, a, "role ended", person)
	}
	return err
}

// ending is the last day of a role, and the moment where it ends at once: then yesterday was its last whole day.
func ending(g peoplestore.GrantLine, last, today domain.Date, now time.Time) (domain.Date, time.Time, error) {
	if !last.IsZero() {
		if last.Before(today) || last.Before(g.FromOn) {
			return last, time.Time{}, domain.Blocked("last",
				"The last day must be today or later, and not before the role’s first day")
		}
		return last, time.Time{}, nil
	}
	to := today.AddDays(-1)
	if to.Before(g.FromOn) {
		to = g.FromOn
	}
	return to, now, nil
}
