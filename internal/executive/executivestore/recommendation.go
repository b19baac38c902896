package executivestore

import (
	"context"
	"slices"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/executive"
	"fourgates/internal/solutions/solutionstore"
)

// AddReport stores a drafted report with its subject, and the decision of each council that has recommendations in it.
// An attempt at gate 3 stands in one report: a second is domain.ErrConflict. It returns the decision as it is stored,
// with the recommendations of its council.
func AddReport(ctx context.Context, w db.Writer, d executive.ExecutiveDecision, by domain.PersonID) (
	executive.ExecutiveDecision, error) {
	var err error
	if d.ReportID, err = db.Value[domain.ReportID](ctx, w.DB, "add report", `
		INSERT INTO executive_reports (text, words, digest) VALUES (@report, @words, @digest) RETURNING id`,
		db.Named{"report": d.Report, "words": d.ReportWords, "digest": d.ReportDigest[:]}); err != nil {
		return d, err
	}
	for n := range d.Subjects {
		s := &d.Subjects[n]
		s.ID, err = db.Value[domain.SubjectID](ctx, w.DB, "add subject", `
			INSERT INTO decision_subjects (report_id, drafted_in, kind, area_id, attempt_id, plan_version_id)
			VALUES (@report, @report, @kind, @area, @attempt, @version)
			RETURNING id`,
			db.Named{"report": int64(d.ReportID), "kind": string(s.Kind), "area": int64(s.Area),
				"attempt": int64(s.Attempt), "version": int64(s.PlanVersion)})
		if db.Violates(err, "decision_subjects_attempt") {
			return d, domain.ErrConflict
		}
		if err != nil {
			return d, err
		}
		for k := range d.Items {
			d.Items[k].Subject = s.ID
		}
	}
	if err := addItems(ctx, w, d, nil, by); err != nil {
		return d, err
	}
	list, err := DecisionsOfReport(ctx, w.Reader, d.ReportID)
	if err != nil {
		return d, err
	}
	return list[0], nil
}

// A standing is a decision of a report that its recommendations may still put otherwise.
type standing struct {
	ID        domain.ExecutiveID
	Authority domain.AuthorityID
	Bound     bool // it is on an agenda, or the register speaks of it: its council stays asked
}

// ChangeReport stores a report as an officer left it, with the recommendations to every council in it: each has its
// decision. It returns domain.ErrConflict where another step came between, and a *BlockedError where a council that has
// it on an agenda would not be asked any more.
func ChangeReport(ctx context.Context, w db.Writer, d executive.ExecutiveDecision, by domain.PersonID) error {
	if err := w.Change(ctx, "change report", `
		UPDATE executive_decisions SET version = version + 1
		WHERE id = @id AND version = @version AND state IN ('drafted', 'scheduled') AND recorded_at IS NULL`,
		db.Named{"id": int64(d.ID), "version": d.Version}); err != nil {
		return err
	}
	if err := w.Change(ctx, "freeze report", `
		UPDATE executive_reports SET text = @report, words = @words, digest = @digest, version = @version
		WHERE id = @id`,
		db.Named{"id": int64(d.ReportID), "report": d.Report, "words": d.ReportWords, "digest": d.ReportDigest[:],
			"version": d.ReportVersion}); err != nil {
		return err
	}
	stand, err := db.List[standing](ctx, w.DB, "decisions of report", `
		SELECT d.id, COALESCE(d.authority_id, 0) AS authority, d.state <> 'drafted'
		       OR EXISTS (SELECT FROM decision_entries l WHERE l.decision_id = d.id) AS bound
		FROM executive_decisions d
		WHERE d.report_id = @id
		ORDER BY d.id`, db.Named{"id": int64(d.ReportID)})
	if err != nil {
		return err
	}
	if err := w.Exec(ctx, "remove executive items", `
		DELETE FROM executive_items WHERE decision_id IN (SELECT id FROM executive_decisions WHERE report_id = @id)`,
		db.Named{"id": int64(d.ReportID)}); err != nil {
		return err
	}
	if err := w.Exec(ctx, "report changed beside", `
		UPDATE executive_decisions SET version = version + 1 WHERE report_id = @report AND id <> @id`,
		db.Named{"report": int64(d.ReportID), "id": int64(d.ID)}); err != nil {
		return err
	}
	return addItems(ctx, w, d, stand, by)
}

// addItems stores the recommendations of a report, each with the decision of its council. A council that is asked anew
// takes over a decision that no other has any more, or gets one; those left over are taken away. The first decision of
// a report stays, for notices lead to it.
func addItems(ctx context.Context, w db.Writer, d executive.ExecutiveDecision, stand []standing,
	by domain.PersonID) error {
	of := map[domain.AuthorityID]domain.ExecutiveID{}
	var asked []domain.AuthorityID
	for _, i := range d.Items {
		if !slices.Contains(asked, i.Authority) {
			asked = append(asked, i.Authority)
		}
	}
	var free []domain.ExecutiveID
	for n, s := range stand {
		switch {
		case slices.Contains(asked, s.Authority):
			of[s.Authority] = s.ID
		case s.Bound:
			return domain.Blocked("authority", "A council that is asked here has it on its agenda, or the register "+
				"speaks of its decision: leave it a recommendation, or word that one otherwise")
		default:
			free = append(free, s.ID)
		}
		if n == 0 && !slices.Contains(asked, s.Authority) && len(stand) > 1 {
			if taken := slices.IndexFunc(asked, func(a domain.AuthorityID) bool {
				return !slices.ContainsFunc(stand, func(s standing) bool { return s.Authority == a })
			}); taken < 0 {
				return domain.Blocked("authority", "The report came to this council first: leave it a recommendation, "+
					"or take out those to the other council")
			}
		}
	}
	for _, authority := range asked {
		if of[authority] != 0 {
			continue
		}
		var err error
		if len(free) > 0 {
			of[authority], free = free[0], free[1:]
			err = w.Exec(ctx, "another council decides", `
				UPDATE executive_decisions SET authority_id = NULLIF(@authority, 0::bigint) WHERE id = @id`,
				db.Named{"id": int64(of[authority]), "authority": int64(authority)})
		} else {
			of[authority], err = db.Value[domain.ExecutiveID](ctx, w.DB, "add executive decision", `
				INSERT INTO executive_decisions (report_id, authority_id, drafted_by, drafted_at)
				VALUES (@report, NULLIF(@authority, 0::bigint), @by, @at)
				RETURNING id`,
				db.Named{"report": int64(d.ReportID), "authority": int64(authority), "by": int64(by),
					"at": d.DraftedAt})
		}
		if err != nil {
			return err
		}
	}
	if err := w.Exec(ctx, "remove executive decisions", `
		DELETE FROM executive_decisions WHERE id = ANY(@ids::bigint[])`,
		db.Named{"ids": db.Numbers(free)}); err != nil {
		return err
	}
	for _, i := range d.Items {
		if err := w.Exec(ctx, "add executive item", `
			INSERT INTO executive_items (decision_id, position, subject_id, about, bid_id, asked_pence, verb,
			                             recommendation, if_agreed, authority_id)
			VALUES (@id, @position, @subject, @about, NULLIF(@bid, 0::bigint), @asked, @verb, @recommendation, @agreed,
			        NULLIF(@authority, 0::bigint))`,
			db.Named{"id": int64(of[i.Authority]), "position": i.Position, "subject": int64(i.Subject),
				"about": string(i.About), "bid": int64(i.Bid),
				"asked": solutionstore.PenceOrNull(i.Asked), "verb": string(i.Verb),
				"recommendation": i.Recommendation, "agreed": i.IfAgreed,
				"authority": int64(i.Authority)}); err != nil {
			return err
		}
	}
	return nil
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
		ORDER BY array_position(ARRAY['county', 'unitary', 'borough'], u.tier), u.name COLLATE by_name`,
		db.Named{"area": int64(area)})
}
