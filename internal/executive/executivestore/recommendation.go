package executivestore

import (
	"context"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/solutions/solutionstore"
)

// addItems stores the recommendations of a report.
func addItems(ctx context.Context, w db.Writer, id domain.ExecutiveID, items []executive.ExecutiveItem) error {
	for _, i := range items {
		if err := w.Exec(ctx, "add executive item", `
			INSERT INTO executive_items (decision_id, position, about, bid_id, asked_pence, verb, recommendation,
			                             if_agreed, authority_id)
			VALUES (@id, @position, @about, NULLIF(@bid, 0::bigint), @asked, @verb, @recommendation, @agreed,
			        NULLIF(@authority, 0::bigint))`,
			db.Named{"id": int64(id), "position": i.Position, "about": string(i.About), "bid": int64(i.Bid),
				"asked": solutionstore.PenceOrNull(i.Asked), "verb": string(i.Verb),
				"recommendation": i.Recommendation, "agreed": i.IfAgreed,
				"authority": int64(i.Authority)}); err != nil {
			return err
		}
	}
	return nil
}

// ChangeReport stores the report of a decision as an officer left it, with its recommendations. It returns
// domain.ErrConflict where another step came between.
func ChangeReport(ctx context.Context, w db.Writer, d executive.ExecutiveDecision) error {
	if err := w.Change(ctx, "change report", `
		UPDATE executive_decisions
		SET report = @report, report_words = @words, report_digest = @digest, report_version = @report_version, version = version + 1
		WHERE id = @id AND version = @version AND state IN ('drafted', 'scheduled') AND recorded_at IS NULL`,
		db.Named{"id": int64(d.ID), "version": d.Version, "report": d.Report, "words": d.ReportWords,
			"digest":         d.ReportDigest[:],
			"report_version": d.ReportVersion}); err != nil {
		return err
	}
	if err := w.Exec(ctx, "remove executive items", `DELETE FROM executive_items WHERE decision_id = @id`,
		db.Named{"id": int64(d.ID)}); err != nil {
		return err
	}
	return addItems(ctx, w, d.ID, d.Items)
}

// Deciding lists the councils whose Executives can decide for an area: those of its wards and divisions, parishes
// apart, the widest first.
func Deciding(ctx context.Context, r db.Reader, area domain.AreaID) ([]executive.Decides, error) {
	return db.List[executive.Decides](ctx, r.DB, "councils that decide", `
		SELECT u.id, u.name
		FROM authorities u
		WHERE u.tier <> 'parish'
		  AND EXISTS (SELECT FROM area_seats o JOIN seats s ON s.id = o.seat_id
		              WHERE o.area_id = @area AND s.authority_id = u.id)
		ORDER BY array_position(ARRAY['county', 'unitary', 'borough'], u.tier), u.name`,
		db.Named{"area": int64(area)})
}
