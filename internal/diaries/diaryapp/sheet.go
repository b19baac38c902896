package diaryapp

import (
	"context"
	"encoding/json"
	"fmt"

	"fourgates/internal/act"
	"fourgates/internal/db"
	"fourgates/internal/diaries"
	"fourgates/internal/diaries/diarystore"
	"fourgates/internal/domain"
	"fourgates/internal/places"
	"fourgates/internal/places/placestore"
	"fourgates/internal/policy"
	"fourgates/internal/sheets"
	"fourgates/internal/sheets/sheetstore"
)

// kind is what a calendar is called among the files to be imported.
const kind = "calendar"

// Upload keeps a calendar to be looked at and confirmed, with its columns matched as its heading says.
func Upload(ctx context.Context, a *act.App, actor policy.Actor, name string, s sheets.Sheet,
	council domain.AuthorityID) (id domain.ImportFileID, err error) {
	err = a.Do(ctx, actor, policy.EditDiaries, func(st *act.Step) error {
		of, err := placestore.Authority(ctx, st.Writer.Reader, council)
		if err != nil {
			return err
		}
		c := diaries.Choices{Council: council, Matching: s.Under(diaries.Columns()).Propose(diaries.Columns())}
		if id, err = sheetstore.AddFile(ctx, st.Writer, kind, name, s, c, actor.ID, st.Now()); err != nil {
			return err
		}
		st.Record(domain.Event{Kind: "import file", ID: int64(id), Summary: "Calendar uploaded for " + of.Name})
		return nil
	})
	return id, err
}

// Match keeps how the columns of an uploaded calendar are matched.
func Match(ctx context.Context, a *act.App, actor policy.Actor, id domain.ImportFileID, m sheets.Matching) error {
	return a.Do(ctx, actor, policy.EditDiaries, func(s *act.Step) error {
		f, c, err := uploaded(ctx, s.Writer.Reader, actor, id)
		if err != nil {
			return err
		}
		if !m.Fits(diaries.Columns(), f.Sheet.Under(diaries.Columns())) {
			return domain.Blocked("", "Each column of the file can be one thing only: choose again")
		}
		c.Matching = m
		s.Record(domain.Event{Kind: "import file", ID: int64(id), Summary: "Calendar: columns chosen"})
		return sheetstore.Choose(ctx, s.Writer, id, c)
	})
}

func uploaded(ctx context.Context, r db.Reader, actor policy.Actor, id domain.ImportFileID) (f sheetstore.File,
	c diaries.Choices, err error) {
	if f, err = sheetstore.LoadFile(ctx, r, kind, id, actor.ID); err != nil {
		return f, c, err
	}
	if err = json.Unmarshal(f.Choices, &c); err != nil {
		err = fmt.Errorf("choices of import file: %w", err)
	}
	return f, c, err
}

// Preview says what an uploaded calendar would do as things stand.
func Preview(ctx context.Context, a *act.App, actor policy.Actor, id domain.ImportFileID) (diaries.Preview, error) {
	f, c, err := uploaded(ctx, a.Store.Reader, actor, id)
	if err != nil {
		return diaries.Preview{}, err
	}
	p := diaries.Preview{ID: id, File: f.Name, Table: f.Sheet.Under(diaries.Columns()), Choices: c}
	if p.Plan, p.Council, err = plan(ctx, a.Store.Reader, f.Sheet, c); err != nil {
		return p, err
	}
	p.Digest, err = p.Fingerprint()
	return p, err
}

// plan is what a file would do as things stand, with what is missing from it.
func plan(ctx context.Context, r db.Reader, s sheets.Sheet, c diaries.Choices) (p diaries.Plan, of places.Authority,
	err error) {
	if of, err = placestore.Authority(ctx, r, c.Council); err != nil {
		return p, of, err
	}
	table := s.Under(diaries.Columns())
	if p.Problems = c.Matching.Missing(diaries.Columns()); len(p.Problems) > 0 {
		return p, of, nil
	}
	rows := table.Records(diaries.Columns(), c.Matching)
	if len(rows) == 0 {
		p.Problems = []sheets.Problem{{Words: "There is no row below the heading"}}
		return p, of, nil
	}
	seats, err := diarystore.Seats(ctx, r, c.Council)
	if err != nil {
		return p, of, err
	}
	has, err := diarystore.Entries(ctx, r, c.Council)
	return diaries.PlanOf(rows, of, seats, has), of, err
}

// Confirm imports an uploaded calendar, all of it or nothing. The digest is of the plan that was shown: where it has
// become another meanwhile, and where the file was imported before, it returns domain.ErrConflict.
func Confirm(ctx context.Context, a *act.App, actor policy.Actor, id domain.ImportFileID, digest string) (
	done diaries.Plan, council domain.AuthorityID, err error) {
	err = a.Do(ctx, actor, policy.EditDiaries, func(s *act.Step) error {
		f, c, err := uploaded(ctx, s.Writer.Reader, actor, id)
		if err != nil {
			return err
		}
		council = c.Council
		if err := sheetstore.CloseFile(ctx, s.Writer, id, s.Now()); err != nil {
			return err
		}
		has, err := locked(ctx, s, c.Council)
		if err != nil {
			return err
		}
		var of places.Authority
		if done, of, err = plan(ctx, s.Writer.Reader, f.Sheet, c); err != nil {
			return err
		}
		if now, err := done.Fingerprint(); err != nil || now != digest {
			if err == nil {
				err = domain.ErrConflict
			}
			return err
		}
		if err := done.Refused(); err != nil {
			return err
		}
		if done.Nothing() {
			return s.Same()
		}
		s.Record(domain.Event{Kind: "authority", ID: int64(of.ID),
			Summary: "Calendar imported for " + of.Name + ": " + done.Words()})
		for _, change := range done.Changes {
			if change.Does == diaries.Unchanged {
				continue
			}
			if err := put(ctx, s, change.Entry, has); err != nil {
				return err
			}
		}
		return nil
	})
	return done, council, err
}
