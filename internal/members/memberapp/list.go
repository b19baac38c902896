// Package memberapp imports a council's list of Members.
package memberapp

import (
	"context"
	"encoding/json"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/gates/gatestore"
	"fourgates/internal/members"
	"fourgates/internal/members/memberstore"
	"fourgates/internal/people"
	"fourgates/internal/people/peopleapp"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/seats/seatapp"
	"fourgates/internal/sheets"
	"fourgates/internal/sheets/sheetstore"
)

// kind is what a list of Members is called among the files to be imported.
const kind = "members"

// plan is what the list would do as things stand, with what is missing from it.
func plan(ctx context.Context, r db.Reader, s sheets.Sheet, c members.Choices, today domain.Date,
	by policy.Actor) (members.Plan, places.Authority, error) {
	table := s.Under(members.Columns())
	l := c.List(table)
	facts, err := memberstore.Facts(ctx, r, c.Council, l, today, by.Self())
	if err != nil {
		return members.Plan{}, facts.Authority, err
	}
	if missing := c.Matching.Missing(members.Columns()); len(missing) > 0 {
		return members.Plan{Problems: missing, Whole: c.Whole}, facts.Authority, nil
	}
	if len(l.Records) == 0 {
		return members.Plan{Problems: []sheets.Problem{{Words: "There is no row below the heading"}}}, facts.Authority,
			nil
	}
	return facts.Plan(l), facts.Authority, nil
}

// UploadList keeps a list to be looked at and confirmed, with its columns matched as its heading says.
func UploadList(ctx context.Context, a *act.App, actor policy.Actor, name string, s sheets.Sheet,
	c members.Choices) (id domain.ImportFileID, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(st *act.Step) error {
		council, err := placestore.Authority(ctx, st.Writer.Reader, c.Council)
		if err != nil {
			return err
		}
		c.Matching = s.Under(members.Columns()).Propose(members.Columns())
		if id, err = sheetstore.AddFile(ctx, st.Writer, kind, name, s, c, actor.ID, st.Now()); err != nil {
			return err
		}
		st.Record(domain.Event{Kind: "import file", ID: int64(id),
			Summary: "List of Members uploaded for " + council.Name})
		return nil
	})
	return id, err
}

// ChooseOfList keeps how the columns of an uploaded list are matched and who somebody in it is.
func ChooseOfList(ctx context.Context, a *act.App, actor policy.Actor, id domain.ImportFileID, m sheets.Matching,
	answers map[int]string) error {
	return a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		f, c, err := uploaded(ctx, s.Writer.Reader, actor, id)
		if err != nil {
			return err
		}
		if !m.Fits(members.Columns(), f.Sheet.Under(members.Columns())) {
			return domain.Blocked("", "Each column of the file can be one thing only: choose again")
		}
		c.Matching, c.Answers = m, answers
		s.Record(domain.Event{Kind: "import file", ID: int64(id), Summary: "List of Members: columns or people chosen"})
		return sheetstore.Choose(ctx, s.Writer, id, c)
	})
}

func uploaded(ctx context.Context, r db.Reader, actor policy.Actor, id domain.ImportFileID) (f sheetstore.File,
	c members.Choices, err error) {
	if f, err = sheetstore.LoadFile(ctx, r, kind, id, actor.ID); err != nil {
		return f, c, err
	}
	if err = json.Unmarshal(f.Choices, &c); err != nil {
		err = fmt.Errorf("choices of import file: %w", err)
	}
	return f, c, err
}

// PreviewList says what an uploaded list would do as things stand.
func PreviewList(ctx context.Context, a *act.App, actor policy.Actor, id domain.ImportFileID) (members.Preview, error) {
	f, c, err := uploaded(ctx, a.Store.Reader, actor, id)
	if err != nil {
		return members.Preview{}, err
	}
	p := members.Preview{ID: id, Name: f.Name, Table: f.Sheet.Under(members.Columns()), Choices: c}
	if p.Plan, p.Council, err = plan(ctx, a.Store.Reader, f.Sheet, c, a.Today(), actor); err != nil {
		return p, err
	}
	if p.Digest, err = p.Plan.Digest(); err != nil {
		return p, err
	}
	var seats []domain.SeatID
	for _, is := range p.Changes {
		if is.Does != members.Unchanged && is.Does != members.Changed {
			seats = append(seats, is.Seat)
		}
	}
	open, err := gatestore.OpenPlaces(ctx, a.Store.Reader, seats)
	for _, o := range open {
		if _, ok := p.At(o.Seat, o.Place); ok {
			p.Open = append(p.Open, o)
		}
	}
	return p, err
}

// ConfirmList imports an uploaded list, all of it or nothing. The digest is of the plan that was shown: where it has
// become another meanwhile, and where the list was imported before, it returns domain.ErrConflict.
func ConfirmList(ctx context.Context, a *act.App, actor policy.Actor, id domain.ImportFileID, digest string) (
	done members.Plan, err error) {
	err = a.Do(ctx, actor, policy.EditSeats, func(s *act.Step) error {
		if err := placestore.LockSeats(ctx, s.Writer); err != nil {
			return err
		}
		f, c, err := uploaded(ctx, s.Writer.Reader, actor, id)
		if err != nil {
			return err
		}
		if err := sheetstore.CloseFile(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
		done, err = carryOut(ctx, s, f.Sheet, c, digest)
		return err
	})
	return done, err
}

// LoadList is ConfirmList from the command line, where there is no actor to ask about and nothing is shown first. It
// returns a *domain.BlockedError with every problem and question by line and column.
func LoadList(ctx context.Context, a *act.App, s sheets.Sheet, c members.Choices) (done members.Plan, err error) {
	c.Matching = s.Under(members.Columns()).Propose(members.Columns())
	err = a.DoFor(ctx, 0, policy.EditSeats, func(st *act.Step) error {
		if err := placestore.LockSeats(ctx, st.Writer); err != nil {
			return err
		}
		done, err = carryOut(ctx, st, s, c, "")
		return err
	})
	return done, err
}

// carryOut does what the list says. Whoever leaves goes before anybody comes, so that two can change places.
func carryOut(ctx context.Context, s *act.Step, sheet sheets.Sheet, c members.Choices,
	shown string) (members.Plan, error) {
	p, council, err := plan(ctx, s.Writer.Reader, sheet, c, s.Today(), s.Actor)
	if err != nil {
		return p, err
	}
	if digest, err := p.Digest(); err != nil || shown != "" && digest != shown {
		if err == nil {
			err = domain.ErrConflict
		}
		return p, err
	}
	if err := p.Refused(); err != nil {
		return p, err
	}
	if p.Nothing() {
		return p, s.Same()
	}
	s.Record(domain.Event{Kind: "authority", ID: int64(council.ID),
		Summary: "List of Members imported for " + council.Name + ": " + p.Words()})
	for _, is := range p.Changes {
		if is.Leaves == 0 {
			continue
		}
		reason := "Succeeded by " + is.Name
		if is.Does == members.Vacated {
			reason = "Not in the list of Members from " + c.From.Words()
		}
		if err := seatapp.TermEnds(ctx, s, is.Seat, is.Leaves, is.Last, reason); err != nil {
			return p, err
		}
	}
	for _, is := range p.Changes {
		if err := takes(ctx, s, is); err != nil {
			return p, err
		}
	}
	return p, nil
}

// takes gives somebody the name and the address that the list has, and the place, where they are new to it.
func takes(ctx context.Context, s *act.Step, is members.Change) error {
	if is.Renames() {
		if err := peopleapp.Rename(ctx, s, is.Person, is.Version, is.Name, is.Email, true); err != nil {
			return err
		}
	}
	if is.Does != members.Added && is.Does != members.Succeeded {
		return nil
	}
	who := people.Somebody{Name: is.Name, Email: is.Email, Same: is.Person, Other: is.Person == 0}
	return seatapp.TermBegins(ctx, s, places.Term{Seat: is.Seat, Place: is.Place,
		Span: domain.Span{From: is.From}}, who)
}
