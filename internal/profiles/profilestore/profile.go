// Package profilestore keeps areas' profiles and speakers in Postgres.
package profilestore

import (
	"context"
	"errors"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/profiles"
)

// AreaProfile is the newest profile of an area with its groups, the largest first; ok is false where none was uploaded.
// The caller has checked that the area is within scope.
func AreaProfile(ctx context.Context, r db.Reader, area domain.AreaID) (p profiles.AreaProfile, ok bool, err error) {
	type row struct {
		ID         domain.ProfileID
		Area       domain.AreaID
		Source     string
		AsOf       domain.Date
		UploadedBy string
		UploadedAt time.Time
	}
	got, err := db.One[row](ctx, r.DB, "area profile", `
		SELECT f.id, f.area_id AS area, f.source, f.as_of, p.name AS uploaded_by, f.uploaded_at
		FROM area_profiles f
		JOIN people p ON p.id = f.uploaded_by
		WHERE f.area_id = @area
		ORDER BY f.id DESC
		LIMIT 1`, db.Named{"area": int64(area)})
	if errors.Is(err, domain.ErrNotFound) {
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	p = profiles.AreaProfile{ID: got.ID, Area: got.Area, Source: got.Source, AsOf: got.AsOf, UploadedBy: got.UploadedBy,
		UploadedAt: got.UploadedAt}
	p.Groups, err = db.List[profiles.ProfileGroup](ctx, r.DB, "profile groups", `
		SELECT name, people FROM profile_groups WHERE profile_id = @id ORDER BY people DESC, name COLLATE by_name`,
		db.Named{"id": int64(p.ID)})
	return p, true, err
}

// AddAreaProfile keeps a profile beside those before it; from now on it is the one that counts.
func AddAreaProfile(ctx context.Context, w db.Writer, p profiles.AreaProfile,
	by domain.PersonID) (domain.ProfileID, error) {
	id, err := db.Value[domain.ProfileID](ctx, w.DB, "add area profile", `
		INSERT INTO area_profiles (area_id, source, as_of, uploaded_by, uploaded_at)
		VALUES (@area, @source, @as_of, @by, @at) RETURNING id`, db.Named{"area": int64(p.Area), "source": p.Source,
		"as_of": p.AsOf.Time(), "by": int64(by), "at": p.UploadedAt})
	if err != nil {
		return 0, err
	}
	names, people := make([]string, len(p.Groups)), make([]int, len(p.Groups))
	for i, g := range p.Groups {
		names[i], people[i] = g.Name, g.People
	}
	return id, w.Exec(ctx, "add profile groups", `
		INSERT INTO profile_groups (profile_id, name, people)
		SELECT @id, name, people FROM unnest(@names::text[], @people::int[]) AS given (name, people)`,
		db.Named{"id": int64(id), "names": names, "people": people})
}

// ChosenSpeakers lists who an officer said speaks for which group of the area.
func ChosenSpeakers(ctx context.Context, r db.Reader, area domain.AreaID) ([]profiles.ChosenSpeaker, error) {
	type row struct {
		GroupName string
		EntryID   domain.NetworkEntryID
	}
	rows, err := db.List[row](ctx, r.DB, "chosen speakers", `
		SELECT group_name, entry_id FROM group_speakers WHERE area_id = @area ORDER BY group_name COLLATE by_name, entry_id`,
		db.Named{"area": int64(area)})
	chosen := make([]profiles.ChosenSpeaker, len(rows))
	for i, row := range rows {
		chosen[i] = profiles.ChosenSpeaker{Group: row.GroupName, Entry: row.EntryID}
	}
	return chosen, err
}

// AddSpeaker keeps that a contact of the area's network speaks for a group. It reports false where that was known.
func AddSpeaker(ctx context.Context, w db.Writer, area domain.AreaID, s profiles.ChosenSpeaker, by domain.PersonID,
	at time.Time) (bool, error) {
	tag, err := w.DB.Exec(ctx, `
		INSERT INTO group_speakers (area_id, group_name, entry_id, by, at) VALUES (@area, @group, @entry, @by, @at)
		ON CONFLICT DO NOTHING`, db.Named{"area": int64(area), "group": s.Group, "entry": int64(s.Entry),
		"by": int64(by),
		"at": at})
	return tag.RowsAffected() == 1, err
}

// RemoveSpeaker takes that back; a *domain.StateError where it is not there.
func RemoveSpeaker(ctx context.Context, w db.Writer, area domain.AreaID, s profiles.ChosenSpeaker) error {
	err := w.Change(ctx, "remove speaker", `
		DELETE FROM group_speakers WHERE area_id = @area AND group_name = @group AND entry_id = @entry`,
		db.Named{"area": int64(area), "group": s.Group, "entry": int64(s.Entry)})
	if errors.Is(err, domain.ErrConflict) {
		return domain.Stands("This contact is not noted as speaking for “%s”", s.Group)
	}
	return err
}
