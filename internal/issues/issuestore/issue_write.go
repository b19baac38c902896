package issuestore

import (
	"context"
	"errors"
	"fmt"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/issues"
)

// AddIssue writes a new issue and returns its identifier. An issue raised before with the same key is returned instead,
// and then fresh is false: a form sent twice makes one issue.
func AddIssue(ctx context.Context, w db.Writer, i issues.Issue, key string) (id domain.IssueID, fresh bool, err error) {
	args := issueArgs(i)
	args["area"], args["raised_by"], args["raised_at"], args["key"] = i.Area, i.RaisedBy, i.RaisedAt, key
	args["is_synthesis"] = i.IsSynthesis
	id, err = db.Value[domain.IssueID](ctx, w.DB, "add issue", `
		INSERT INTO issues (area_id, title, description, theme_id, source, tier, visibility, place_id, place_note,
		                    geometry, lon, lat,
		                    raised_by, raised_for, raised_at, changed_at, state, state_reason, is_synthesis,
		                    idempotency_key)
		VALUES (@area, @title, @description, NULLIF(@theme, 0::bigint), @source, @tier, @visibility,
		        NULLIF(@place, 0::bigint), @place_note, NULLIF(@geometry, ''),
		        @lon, @lat, @raised_by, @raised_for, @raised_at, @changed_at, @state, @state_reason, @is_synthesis,
		        NULLIF(@key, ''))
		ON CONFLICT (idempotency_key) DO NOTHING
		RETURNING id`, args)
	if !errors.Is(err, domain.ErrNotFound) {
		return id, true, refusedReference(err)
	}
	id, err = IssueByKey(ctx, w.Reader, key)
	return id, false, err
}

// IssueByKey finds the issue that a form made before. It returns domain.ErrNotFound where there is none.
func IssueByKey(ctx context.Context, r db.Reader, key string) (domain.IssueID, error) {
	return db.Value[domain.IssueID](ctx, r.DB, "issue by key", `
		SELECT id FROM issues WHERE idempotency_key = @key`, db.Named{"key": key})
}

// UpdateIssue writes the issue over the version that was read. It returns domain.ErrConflict where somebody else was
// quicker.
func UpdateIssue(ctx context.Context, w db.Writer, i issues.Issue) error {
	args := issueArgs(i)
	args["id"], args["version"] = i.ID, i.Version
	return refusedReference(w.Change(ctx, "update issue", `
		UPDATE issues
		SET title = @title, description = @description, theme_id = NULLIF(@theme, 0::bigint), source = @source,
		    tier = @tier, visibility = @visibility, place_id = NULLIF(@place, 0::bigint), place_note = @place_note,
		    geometry = NULLIF(@geometry, ''), lon = @lon, lat = @lat, raised_for = @raised_for,
		    changed_at = @changed_at, state = @state, state_reason = @state_reason, version = version + 1
		WHERE id = @id AND version = @version`, args))
}

// UndoSynthesis marks an issue as no longer made from others.
func UndoSynthesis(ctx context.Context, w db.Writer, id domain.IssueID) error {
	return w.Change(ctx, "undo synthesis", `
		UPDATE issues SET is_synthesis = false WHERE id = @id AND is_synthesis`, db.Named{"id": id})
}

func issueArgs(i issues.Issue) db.Named {
	args := db.Named{
		"title": i.Title, "description": i.Description, "theme": int64(i.Theme), "source": string(i.Source),
		"tier": i.Tier, "visibility": string(i.Visibility), "place": int64(i.Place), "place_note": i.PlaceNote,
		"geometry": i.Geometry, "lon": nil, "lat": nil, "raised_for": i.RaisedFor, "changed_at": i.ChangedAt,
		"state": string(i.State), "state_reason": i.StateReason,
	}
	if i.Point != nil {
		args["lon"], args["lat"] = i.Point.Lon, i.Point.Lat
	}
	return args
}

// refusedReference turns the database's refusal of an identifier that is not there into one by its field.
func refusedReference(err error) error {
	switch {
	case db.Violates(err, "issues_theme_id_fkey"):
		return domain.Blocked("theme", "Choose a theme from the list")
	case db.Violates(err, "issues_place_id_fkey"):
		return domain.Blocked("place", "Choose a place from the list")
	case db.Violates(err, "issues_area_id_fkey"):
		return fmt.Errorf("area: %w", domain.ErrNotFound)
	}
	return err
}
