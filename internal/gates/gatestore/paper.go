package gatestore

import (
	"context"
	"crypto/sha256"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// Scan is a file as it is kept, with when it may have been signed.
type Scan struct {
	Name    string
	Type    string
	Content []byte
}

// AddPaper keeps a decision made on paper with its scan, and returns its id.
func AddPaper(ctx context.Context, w db.Writer, attempt domain.AttemptID, area domain.AreaID, member domain.PersonID,
	on domain.Date, scan Scan, by domain.PersonID, at time.Time) (domain.PaperID, error) {
	sum := sha256.Sum256(scan.Content)
	return db.Value[domain.PaperID](ctx, w.DB, "add paper", `
		WITH kept AS (
			INSERT INTO files (area_id, name, type, size, sha256, content, uploaded_by, uploaded_at)
			VALUES (@area, @name, @type, @size, @sum, @content, @by, @at)
			RETURNING id)
		INSERT INTO papers (attempt_id, person_id, signed_on, file_id, recorded_by, recorded_at)
		SELECT @attempt, @member, @on, id, @by, @at FROM kept
		RETURNING id`,
		db.Named{"attempt": int64(attempt), "area": int64(area), "member": int64(member), "on": on.Time(),
			"name": scan.Name, "type": scan.Type, "size": len(scan.Content), "sum": sum[:], "content": scan.Content,
			"by": int64(by), "at": at})
}

// PaperScan loads the scan of a decision on an attempt. It returns domain.ErrNotFound where there is none within scope.
func PaperScan(ctx context.Context, r db.Reader, scope policy.Scope, attempt domain.AttemptID,
	id domain.PaperID) (Scan, error) {
	var w db.Where
	w.And("p.id = @id AND p.attempt_id = @attempt", "id", int64(id), "attempt", int64(attempt))
	w.InScope("t.area_id", scope)
	return db.One[Scan](ctx, r.DB, "scan", `
		SELECT f.name, f.type, f.content
		FROM papers p
		JOIN attempts t ON t.id = p.attempt_id
		JOIN files f ON f.id = p.file_id
		`+w.String(), w.Args)
}

// PostLetter notes when the letter was posted that asks a Member for a decision. One that was posted before stays.
func PostLetter(ctx context.Context, w db.Writer, attempt domain.AttemptID, member domain.PersonID, on domain.Date,
	by domain.PersonID, at time.Time) error {
	return w.Exec(ctx, "post letter", `
		INSERT INTO letters (attempt_id, person_id, posted_on, posted_by, recorded_at)
		VALUES (@attempt, @member, @on, @by, @at)
		ON CONFLICT (attempt_id, person_id) DO NOTHING`,
		db.Named{"attempt": int64(attempt), "member": int64(member), "on": on.Time(), "by": int64(by), "at": at})
}

// AsksByLetter reports whether an open gate within scope asks somebody on the day who has no e-mail address.
func AsksByLetter(ctx context.Context, r db.Reader, scope policy.Scope, day domain.Date) (bool, error) {
	var w db.Where
	w.And(`t.outcome IS NULL AND m.from_on <= @day AND (m.to_on IS NULL OR m.to_on >= @day) AND p.email IS NULL`, "day",
		day.Time())
	w.InScope("t.area_id", scope)
	return db.Value[bool](ctx, r.DB, "asks by letter", `
		SELECT EXISTS (
			SELECT FROM attempts t
			JOIN attempt_seats q ON q.attempt_id = t.id
			JOIN terms m ON m.seat_id = q.seat_id AND m.place = q.place
			JOIN people p ON p.id = m.person_id
			`+w.String()+`)`, w.Args)
}
