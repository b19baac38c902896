package seatstore

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/places"
)

// SeatFile is a boundary file that an administrator has uploaded, to be looked at before it is imported.
type SeatFile struct {
	ID         domain.SeatFileID
	Name       string
	Import     places.SeatImport
	UploadedAt time.Time
}

// AddSeatFile keeps an uploaded file until it is confirmed. Files that the same person left unconfirmed are dropped.
func AddSeatFile(ctx context.Context, w db.Writer, name string, i places.SeatImport, by domain.PersonID,
	at time.Time) (domain.SeatFileID, error) {
	content, err := json.Marshal(kept{i.Seats, i.Places, i.NoMembers, i.On})
	if err != nil {
		return 0, fmt.Errorf("add seat file: %w", err)
	}
	if err := w.Exec(ctx, "drop seat files", `
		DELETE FROM seat_files WHERE uploaded_by = @by AND imported_at IS NULL`,
		db.Named{"by": int64(by)}); err != nil {
		return 0, err
	}
	return db.Value[domain.SeatFileID](ctx, w.DB, "add seat file", `
		INSERT INTO seat_files (name, authority, tier, kind, content, uploaded_by, uploaded_at)
		VALUES (@name, @authority, @tier, @kind, @content, @by, @at)
		RETURNING id`,
		db.Named{"name": name, "authority": i.Authority, "tier": string(i.Tier), "kind": string(i.Kind),
			"content": string(content), "by": int64(by), "at": at})
}

// LoadSeatFile loads a file that waits to be confirmed. It returns domain.ErrNotFound where there is none, or it was
// imported.
func LoadSeatFile(ctx context.Context, r db.Reader, id domain.SeatFileID) (SeatFile, error) {
	type row struct {
		Name       string
		Authority  string
		Tier       places.Tier
		Kind       places.SeatKind
		Content    string
		UploadedAt time.Time
	}
	got, err := db.One[row](ctx, r.DB, "seat file", `
		SELECT name, authority, tier, kind, content, uploaded_at
		FROM seat_files
		WHERE id = @id AND imported_at IS NULL`, db.Named{"id": int64(id)})
	if err != nil {
		return SeatFile{}, err
	}
	f := SeatFile{ID: id, Name: got.Name, UploadedAt: got.UploadedAt,
		Import: places.SeatImport{Authority: got.Authority, Tier: got.Tier, Kind: got.Kind}}
	if strings.HasPrefix(got.Content, "[") { // kept before the day and the number of places were
		err = json.Unmarshal([]byte(got.Content), &f.Import.Seats)
	} else {
		var is kept
		err = json.Unmarshal([]byte(got.Content), &is)
		f.Import.Seats, f.Import.On = is.Seats, is.On
		f.Import.Places, f.Import.NoMembers = is.Places, is.NoMembers
	}
	if err != nil {
		return SeatFile{}, fmt.Errorf("seat file: %w", err)
	}
	return f, nil
}

// kept is an import as it waits, beside what has columns of its own.
type kept struct {
	Seats     []places.Seat
	Places    int
	NoMembers bool `json:",omitempty"`
	On        domain.Date
}

// CloseSeatFile notes that a file was imported and lets go of its content. It returns domain.ErrConflict where it was
// imported before.
func CloseSeatFile(ctx context.Context, w db.Writer, id domain.SeatFileID, at time.Time) error {
	return w.Change(ctx, "close seat file", `
		UPDATE seat_files SET imported_at = @at, content = '' WHERE id = @id AND imported_at IS NULL`,
		db.Named{"id": int64(id), "at": at})
}
