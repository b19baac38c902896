package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fourgates/internal/domain"
)

// SeatFile is a boundary file that an administrator has uploaded, to be looked at before it is imported.
type SeatFile struct {
	ID         domain.SeatFileID
	Name       string
	Import     domain.SeatImport
	UploadedAt time.Time
}

// AddSeatFile keeps an uploaded file until it is confirmed. Files that the same person left unconfirmed are dropped.
func (w Writer) AddSeatFile(ctx context.Context, name string, i domain.SeatImport, by domain.PersonID,
	at time.Time) (domain.SeatFileID, error) {
	content, err := json.Marshal(i.Seats)
	if err != nil {
		return 0, fmt.Errorf("add seat file: %w", err)
	}
	if err := w.exec(ctx, "drop seat files", `
		DELETE FROM seat_files WHERE uploaded_by = @by AND imported_at IS NULL`, named{"by": int64(by)}); err != nil {
		return 0, err
	}
	return value[domain.SeatFileID](ctx, w.db, "add seat file", `
		INSERT INTO seat_files (name, authority, tier, kind, content, uploaded_by, uploaded_at)
		VALUES (@name, @authority, @tier, @kind, @content, @by, @at)
		RETURNING id`,
		named{"name": name, "authority": i.Authority, "tier": string(i.Tier), "kind": string(i.Kind),
			"content": string(content), "by": int64(by), "at": at})
}

// SeatFile loads a file that waits to be confirmed. It returns domain.ErrNotFound where there is none, or it was
// imported.
func (r Reader) SeatFile(ctx context.Context, id domain.SeatFileID) (SeatFile, error) {
	type row struct {
		Name       string
		Authority  string
		Tier       domain.Tier
		Kind       domain.SeatKind
		Content    string
		UploadedAt time.Time
	}
	got, err := one[row](ctx, r.db, "seat file", `
		SELECT name, authority, tier, kind, content, uploaded_at
		FROM seat_files
		WHERE id = @id AND imported_at IS NULL`, named{"id": int64(id)})
	if err != nil {
		return SeatFile{}, err
	}
	f := SeatFile{ID: id, Name: got.Name, UploadedAt: got.UploadedAt,
		Import: domain.SeatImport{Authority: got.Authority, Tier: got.Tier, Kind: got.Kind}}
	if err := json.Unmarshal([]byte(got.Content), &f.Import.Seats); err != nil {
		return SeatFile{}, fmt.Errorf("seat file: %w", err)
	}
	return f, nil
}

// CloseSeatFile notes that a file was imported and lets go of its content. It returns domain.ErrConflict where it was
// imported before.
func (w Writer) CloseSeatFile(ctx context.Context, id domain.SeatFileID, at time.Time) error {
	return w.change(ctx, "close seat file", `
		UPDATE seat_files SET imported_at = @at, content = '' WHERE id = @id AND imported_at IS NULL`,
		named{"id": int64(id), "at": at})
}
