package gateapp

import (
	"context"
	"fmt"
	"strings"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
)

// LookAgain looks again at the places of open gates that a step may have changed by what it did to things of a kind:
// areas whose seats it worked out again, seats, authorities, or people with their accounts and roles.
func LookAgain(kind string) func(ctx context.Context, s *act.Step, ids []int64) error {
	return func(ctx context.Context, s *act.Step, things []int64) error {
		ids, err := gatestore.OpenAttemptsAsking(ctx, s.Writer.Reader, kind, things)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := gatestore.LockAttempts(ctx, s.Writer, ids...); err != nil {
			return err
		}
		for _, id := range ids {
			t, err := gatestore.AttemptForUpdate(ctx, s.Writer, policy.Scope{All: true}, id)
			if err != nil {
				return err
			}
			if _, err := lookAtPlaces(ctx, s, t); err != nil {
				return err
			}
		}
		return nil
	}
}

// lookAtPlaces compares the places that an open attempt asks with how they were when they were last looked at. What
// happened since is kept with what became of each, and told to those concerned: who was asked, who is asked now, and
// the officers. The caller has locked the attempt. It returns the places as they are now.
func lookAtPlaces(ctx context.Context, s *act.Step, t gates.Attempt) ([]gates.Signatory, error) {
	asked, err := gatestore.Signatories(ctx, s.Writer.Reader, t.ID, s.Today())
	if err != nil || !t.Open() {
		return asked, err
	}
	var changes []gates.AskedChange
	var concerned []gates.Signatory
	for _, place := range asked {
		is, was := place.Sitting(), place.Known
		if was == is {
			continue
		}
		if was == (gates.Sitting{}) { // nobody has looked yet: it is as it was submitted
			was = is
			was.Bar = ""
		}
		for _, e := range is.Since(was) {
			changes = append(changes, place.Change(e, was))
			concerned = append(concerned, place)
		}
		if err := gatestore.KnowSitting(ctx, s.Writer, t.ID, place); err != nil {
			return asked, err
		}
	}
	if len(changes) == 0 {
		return asked, nil
	}
	told, err := tellAskedChanges(ctx, s, t, changes, concerned)
	if err != nil {
		return asked, err
	}
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = c.Words
		if err := gatestore.AddAskedChange(ctx, s.Writer, t.ID, c, told, s.Now()); err != nil {
			return asked, err
		}
	}
	s.Record(attemptEvent(t, t.Gate.Title()+", who is asked: "+strings.Join(words, "; ")))
	return asked, nil
}

// tellAskedChanges tells of them in one notice. Whoever cannot sign in is told nothing here.
func tellAskedChanges(ctx context.Context, s *act.Step, t gates.Attempt, changes []gates.AskedChange,
	places []gates.Signatory) (domain.NoticeID, error) {
	team, err := noticestore.GateTeam(ctx, s.Writer.Reader, t.Area, s.Today())
	if err != nil {
		return 0, err
	}
	var to []notices.Recipient
	seen := map[domain.PersonID]bool{}
	add := func(r notices.Recipient) {
		if r.Person != 0 && !seen[r.Person] {
			seen[r.Person] = true
			to = append(to, r)
		}
	}
	lines := []string{fmt.Sprintf("%s for %s, attempt %d, is due on %s.", t.Gate.Title(), t.AreaName, t.Number,
		t.DueOn.Words())}
	for i, c := range changes {
		p := places[i]
		lines = append(lines, fmt.Sprintf("%s: %s. %s.", p.SeatName, c.Words, c.BecameWords()))
		if p.Known.Holder != p.Holder {
			add(notices.Recipient{Person: p.Known.Holder, Name: p.Known.HolderName,
				Capacity: "Member for " + p.SeatName + " before"})
		}
		if p.Known.Substitute != p.Substitute && p.SubstituteBar == "" {
			add(notices.Recipient{Person: p.Known.Substitute, Name: p.Known.SubstituteName,
				Capacity: "substitute for " + p.Known.HolderName + " before"})
		}
	}
	for _, r := range Holders(places, false) {
		add(r)
	}
	for _, r := range team {
		add(r)
	}
	if len(to) == 0 {
		return 0, nil
	}
	return noticestore.AddNotice(ctx, s.Writer, notices.Notice{Event: "who is asked", Area: t.Area, Attempt: t.ID,
		Subject: "Who is asked has changed: " + t.AreaName, Body: strings.Join(lines, "\n"), Link: attemptLink(t)},
		to, s.Now())
}
