// Package sheetstore keeps uploaded tables in Postgres until they are imported.
package sheetstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/sheets"
)

// File is an uploaded table with what was chosen of it so far, which is the kind's own to read.
type File struct {
	ID      domain.ImportFileID
	Name    string
	Sheet   sheets.Sheet
	Choices json.RawMessage
}

// AddFile keeps a table of a kind until it is confirmed. Those of the kind that the same person left unconfirmed are
// dropped.
func AddFile(ctx context.Context, w db.Writer, kind, name string, s sheets.Sheet, choices any, by domain.PersonID,
	at time.Time) (domain.ImportFileID, error) {
	sheet, err := json.Marshal(s)
	if err != nil {
		return 0, fmt.Errorf("add import file: %w", err)
	}
	chosen, err := json.Marshal(choices)
	if err != nil {
		return 0, fmt.Errorf("add import file: %w", err)
	}
	if err := w.Exec(ctx, "drop import files", `
		DELETE FROM import_files WHERE uploaded_by = @by AND kind = @kind AND imported_at IS NULL`,
		db.Named{"by": int64(by), "kind": kind}); err != nil {
		return 0, err
	}
	return db.Value[domain.ImportFileID](ctx, w.DB, "add import file", `
		INSERT INTO import_files (kind, name, sheet, choices, uploaded_by, uploaded_at)
		VALUES (@kind, @name, @sheet, @choices, @by, @at)
		RETURNING id`,
		db.Named{"kind": kind, "name": name, "sheet": string(sheet), "choices": string(chosen), "by": int64(by),
			"at": at})
}

// LoadFile loads a table of a kind that its uploader has not confirmed yet. It returns domain.ErrNotFound for anybody
// else, where there is none, and where it was imported.
func LoadFile(ctx context.Context, r db.Reader, kind string, id domain.ImportFileID, by domain.PersonID) (File,
	error) {
	row, err := db.One[struct{ Name, Sheet, Choices string }](ctx, r.DB, "import file", `
		SELECT name, sheet, choices
		FROM import_files
		WHERE id = @id AND kind = @kind AND uploaded_by = @by AND imported_at IS NULL`,
		db.Named{"id": int64(id), "kind": kind, "by": int64(by)})
	if err != nil {
		return File{}, err
	}
	f := File{ID: id, Name: row.Name, Choices: json.RawMessage(row.Choices)}
	if err := json.Unmarshal([]byte(row.Sheet), &f.Sheet); err != nil {
		return File{}, fmt.Errorf("import file: %w", err)
	}
	return f, nil
}

// Choose keeps what was chosen of a table.
func Choose(ctx context.Context, w db.Writer, id domain.ImportFileID, choices any) error {
	chosen, err := json.Marshal(choices)
	if err != nil {
		return fmt.Errorf("choose of import file: %w", err)
	}
	return w.Change(ctx, "choose of import file", `
		UPDATE import_files SET choices = @choices WHERE id = @id AND imported_at IS NULL`,
		db.Named{"id": int64(id), "choices": string(chosen)})
}

// CloseFile notes that a table was imported and lets go of its content. It returns domain.ErrConflict where it was
// imported before.
func CloseFile(ctx context.Context, w db.Writer, id domain.ImportFileID, at time.Time) error {
	return w.Change(ctx, "close import file", `
		UPDATE import_files SET imported_at = @at, sheet = '', choices = '' WHERE id = @id AND imported_at IS NULL`,
		db.Named{"id": int64(id), "at": at})
}
