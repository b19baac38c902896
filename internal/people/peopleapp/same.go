package peopleapp

import (
	"context"
	"errors"
	"slices"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/people"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// LinkAccounts says that the account of an address is another of the person's: from now on every rule that keeps powers
// apart sees them as one. It refuses what people.SameFacts lists, an address that nobody has, and one of several people
// where the name does not say which.
func LinkAccounts(ctx context.Context, a *act.App, actor policy.Actor, id domain.PersonID, email, name,
	reason string) error {
	err := a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		if err := peoplestore.LockAccounts(ctx, s.Writer); err != nil {
			return err
		}
		p, err := peoplestore.PersonForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		known, err := peoplestore.PeopleByEmail(ctx, s.Writer.Reader, domain.FoldEmail(email))
		if err != nil {
			return err
		}
		if name == "" { // this account may have the address too
			known = slices.DeleteFunc(known, func(o people.Person) bool { return o.ID == id && len(known) > 1 })
		}
		with, err := people.Find(known, name)
		if errors.Is(err, domain.ErrNotFound) {
			return domain.Blocked("email", "Nobody here has this address: enter that of the other account")
		}
		if err != nil {
			return err
		}
		self, err := peoplestore.Self(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		f := people.SameFacts{Actor: actor.Self(), Person: self, With: with.ID, Reason: reason}
		if err := domain.BlockedBy(f.LinkBlockers()); err != nil {
			return err
		}
		theirs, err := peoplestore.Self(ctx, s.Writer.Reader, with.ID)
		if err != nil {
			return err
		}
		s.Record(accountEvent(p, with, "Linked with another account of the same person", reason),
			accountEvent(with, p, "Linked with another account of the same person", reason))
		return peoplestore.LinkAccounts(ctx, s.Writer, append(self, theirs...), reason, actor.ID, s.Now())
	})
	if err == nil {
		signin.Security(ctx, a, "accounts linked", id)
	}
	return err
}

// PartAccount says that the account of somebody is not one of the same person's others after all. It refuses an
// administrator whose own account it is.
func PartAccount(ctx context.Context, a *act.App, actor policy.Actor, id domain.PersonID, reason string) error {
	err := a.Do(ctx, actor, policy.ManagePeople, func(s *act.Step) error {
		if err := peoplestore.LockAccounts(ctx, s.Writer); err != nil {
			return err
		}
		p, err := peoplestore.PersonForUpdate(ctx, s.Writer, id)
		if err != nil {
			return err
		}
		self, err := peoplestore.Self(ctx, s.Writer.Reader, id)
		if err != nil {
			return err
		}
		f := people.SameFacts{Actor: actor.Self(), Person: self, Reason: reason}
		if err := domain.BlockedBy(f.PartBlockers()); err != nil {
			return err
		}
		if len(self) == 1 {
			return s.Same()
		}
		for _, other := range self[1:] {
			o, err := peoplestore.Person(ctx, s.Writer.Reader, other)
			if err != nil {
				return err
			}
			s.Record(accountEvent(p, o, "No longer linked as one person", reason),
				accountEvent(o, p, "No longer linked as one person", reason))
		}
		return peoplestore.PartAccount(ctx, s.Writer, id)
	})
	if err == nil {
		signin.Security(ctx, a, "accounts parted", id)
	}
	return err
}

func accountEvent(p, with people.Person, summary, reason string) domain.Event {
	return domain.Event{Kind: "person", ID: int64(p.ID), Summary: summary + ": " + with.Name, After: map[string]any{
		"account": int64(with.ID), "reason": reason}}
}
