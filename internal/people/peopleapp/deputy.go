package peopleapp

import (
	"context"
	"errors"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
)

// NameDeputy names who may act for a person in one of their roles on some days. It refuses what people.DeputyBlockers
// lists, an address that nobody has, and one of several people where the deputy's name does not say which.
func NameDeputy(ctx context.Context, a *act.App, actor policy.Actor, n people.Deputy, email string) error {
	return a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		principal, err := peoplestore.PersonForUpdate(ctx, s.Writer, n.Principal)
		if err != nil {
			return err
		}
		known, err := peoplestore.PeopleByEmail(ctx, s.Writer.Reader, domain.FoldEmail(email))
		if err != nil {
			return err
		}
		p, err := people.Find(known, n.Name)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Blocked("email", "Nobody here has this address: enter that of somebody who can sign in")
		}
		if err != nil {
			return err
		}
		n.PrincipalName, n.Person, n.Name = principal.Name, p.ID, p.Name
		facts := people.DeputyFacts{By: actor.Self(), Disabled: !p.DisabledAt.IsZero(), Today: s.Today()}
		others, err := peoplestore.OtherAccounts(ctx, s.Writer.Reader, n.Principal)
		if err != nil {
			return err
		}
		facts.Principal = append(domain.Self{n.Principal}, others...)
		if facts.Others, err = peoplestore.DeputiesOf(ctx, s.Writer.Reader, n.Principal); err != nil {
			return err
		}
		if facts.Holds, err = held(ctx, s, n.Principal, n.Role); err != nil {
			return err
		}
		if facts.Roles, err = peoplestore.RolesHeld(ctx, s.Writer.Reader, n.Person, n.Span); err != nil {
			return err
		}
		if blockers := people.DeputyBlockers(n, facts); len(blockers) > 0 {
			return &domain.BlockedError{Blockers: blockers}
		}
		s.Record(deputyEvent(n, n.Name+" named as deputy"))
		return peoplestore.AddDeputy(ctx, s.Writer, n, actor.ID, s.Now())
	})
}

// held lists when a person holds a role that was given to them.
func held(ctx context.Context, s *act.Step, person domain.PersonID, role policy.Role) ([]domain.Span, error) {
	grants, err := peoplestore.Grants(ctx, s.Writer.Reader, person)
	var days []domain.Span
	for _, g := range grants {
		if g.Role == role && g.EndedAt == nil {
			days = append(days, domain.Span{From: g.FromOn, To: g.ToOn})
		}
	}
	return days, err
}

// EndDeputy ends a naming at once: the next request of the deputy no longer has the role. What they did stays.
func EndDeputy(ctx context.Context, a *act.App, actor policy.Actor, principal domain.PersonID,
	id domain.DeputyID) error {
	return a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		d, err := peoplestore.DeputyForUpdate(ctx, s.Writer, principal, id)
		if err != nil {
			return err
		}
		if d.Stands(s.Today()) == "ended" {
			return s.Same()
		}
		s.Record(deputyEvent(d, d.Name+" no longer deputy"))
		return peoplestore.EndDeputy(ctx, s.Writer, id, actor.ID, s.Now())
	})
}

func deputyEvent(d people.Deputy, summary string) domain.Event {
	return domain.Event{Kind: "person", ID: int64(d.Principal),
		Summary: summary + " (" + d.Role.Words() + "), " + d.Words(), After: daysOf{d.Role, d.From, d.To}}
}
