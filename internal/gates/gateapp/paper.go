package gateapp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/people/peoplestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/upload"
)

// Paper is what an officer says of a decision that a Member made on paper.
type Paper struct {
	Member   domain.PersonID
	SignedOn domain.Date
	File     string // its name
	Content  []byte

	name string // of the Member, once they are found
	kept upload.File
	id   domain.PaperID

	others []domain.PersonID // the Member’s other accounts
}

// by is whose decision it is, by their accounts and name.
func (s Signature) by(actor policy.Actor) (domain.Self, string) {
	if s.Paper != nil {
		return append(domain.Self{s.Paper.Member}, s.Paper.others...), s.Paper.name
	}
	return actor.Self(), actor.Name
}

// know finds the other accounts of the Member whose paper it is, where it is one.
func (s Signature) know(ctx context.Context, r db.Reader) (err error) {
	if s.Paper != nil {
		s.Paper.others, err = peoplestore.OtherAccounts(ctx, r, s.Paper.Member)
	}
	return err
}

// action is what the sender does with it.
func (s Signature) action() policy.Action {
	if s.Paper != nil {
		return policy.RecordPaper
	}
	return policy.SignGate
}

// RecordPaper records what a Member without account decided on paper, with the scan, as SignGate records what somebody
// decides here. It says of itself everywhere that it was recorded, and by whom. It returns a *domain.BlockedError for
// who may not record it (gates.Matter.RecordBlockers), for a Member who can decide here, for a day before the gate was
// submitted, and for a file that cannot be kept.
func RecordPaper(ctx context.Context, a *act.App, actor policy.Actor, s Signature) ([]string, error) {
	var references []string
	err := a.Do(ctx, actor, policy.RecordPaper, func(st *act.Step) (err error) {
		if err := lockAttempts(ctx, st.Writer, []Signature{s}); err != nil {
			return err
		}
		paper := *s.Paper
		s.Paper, s.Signing = &paper, s.Chosen()
		references, err = signOne(ctx, st, s)
		return err
	})
	return references, err
}

// paperFits checks that the actor may record the paper and the Member decides on one, and finds the Member's name.
func paperFits(p *Paper, t gates.Attempt, asked []gates.Signatory, m gates.Matter, actor policy.Actor,
	today domain.Date) error {
	if blockers := m.RecordBlockers(actor.Self()); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	if blockers := gates.PaperBlockers(asked, p.Member); len(blockers) > 0 {
		return &domain.BlockedError{Blockers: blockers}
	}
	for _, s := range asked {
		if s.Holder == p.Member {
			p.name = s.HolderName
		}
	}
	if p.SignedOn.IsZero() || p.SignedOn.After(today) || p.SignedOn.Before(domain.DateOf(t.SubmittedAt)) {
		return domain.Blocked("signed", "Enter the day on which it was signed: not before the gate was submitted, and "+
			"not to come")
	}
	return nil
}

// keepPaper checks the scan and keeps it with the paper.
func keepPaper(ctx context.Context, s *act.Step, t gates.Attempt, p *Paper) (err error) {
	if p.kept, err = upload.Keep(p.File, p.Content); err != nil {
		return domain.Blocked("file", err.Error())
	}
	p.id, err = gatestore.AddPaper(ctx, s.Writer, t.ID, t.Area, p.Member, p.SignedOn, gatestore.Scan{Name: p.kept.Name,
		Type: p.kept.Type, Content: p.kept.Content}, s.Actor.ID, s.Now())
	return err
}

// onPaper is how the decision was made, as the place and the register say it.
func (s Signature) onPaper(actor policy.Actor, t gates.Attempt) (gates.OnPaper, *register.OnPaper) {
	if s.Paper == nil {
		return gates.OnPaper{}, nil
	}
	recorder := policy.NameIn(actor, policy.RecordPaper, t.Area)
	sum := sha256.Sum256(s.Paper.kept.Content)
	return gates.OnPaper{Paper: s.Paper.id, PaperOn: s.Paper.SignedOn, RecordedBy: recorder},
		&register.OnPaper{SignedOn: s.Paper.SignedOn.String(), RecordedBy: recorder, Scan: hex.EncodeToString(sum[:])}
}

// PostLetters notes that the letters were posted that ask Members of an open attempt for their decision. It refuses a
// day to come, and before the gate was submitted; with no letter left to post there is nothing to do.
func PostLetters(ctx context.Context, a *act.App, actor policy.Actor, id domain.AttemptID, on domain.Date) error {
	return a.Do(ctx, actor, policy.SendLetters, func(s *act.Step) error {
		if err := gatestore.LockAttempts(ctx, s.Writer, id); err != nil {
			return err
		}
		t, err := attemptFor(ctx, s, policy.SendLetters, id)
		if err != nil {
			return err
		}
		if !t.Open() {
			return domain.ErrConflict
		}
		if on.IsZero() || on.After(s.Today()) || on.Before(domain.DateOf(t.SubmittedAt)) {
			return domain.Blocked("posted", "Enter the day on which they were posted: not before the gate was "+
				"submitted, and not to come")
		}
		asked, err := gatestore.Signatories(ctx, s.Writer.Reader, id, s.Today())
		if err != nil {
			return err
		}
		posted := 0
		for _, place := range gates.LettersTo(asked) {
			if !place.WaitsForLetter() {
				continue
			}
			if err := gatestore.PostLetter(ctx, s.Writer, id, place.Holder, on, actor.ID, s.Now()); err != nil {
				return err
			}
			s.Record(attemptEvent(t, fmt.Sprintf("Letter to %s posted on %s", place.HolderName, on.Words())))
			posted++
		}
		if posted == 0 {
			return s.Same()
		}
		return nil
	})
}
