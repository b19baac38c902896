package partnerstore

import (
	"cmp"
	"context"
	"time"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/partners"
)

// ToldOf loads what became of a notice to a contact in the area, as one line of who was informed; none is
// domain.ErrNotFound. The caller has loaded the area within scope.
func ToldOf(ctx context.Context, r db.Reader, area domain.AreaID, recipient int64) (partners.Informed, error) {
	w := db.Where{}
	w.And("t.area_id = @area AND i.contact_id IS NOT NULL", "area", int64(area))
	w.And("i.id = @recipient", "recipient", recipient)
	list, err := informed(ctx, r, "told of", &w, "")
	if err != nil || len(list) == 0 {
		return partners.Informed{}, cmp.Or(err, domain.ErrNotFound)
	}
	return list[0], nil
}

// AddInforming records that somebody was told by other means. It returns a *domain.BlockedError where that is recorded
// already.
func AddInforming(ctx context.Context, w db.Writer, recipient int64, n partners.Informing, by domain.PersonID,
	at time.Time) error {
	err := w.Exec(ctx, "add informing", `
		INSERT INTO informings (recipient_id, way, told_on, note, by, at)
		VALUES (@recipient, @way, @on, @note, @by, @at)`,
		db.Named{"recipient": recipient, "way": n.Way, "on": n.On.Time(), "note": n.Note, "by": int64(by), "at": at})
	if db.Violates(err, "informings_pkey") {
		return domain.Blocked("", "They were told already, or are not to be told by other means")
	}
	return err
}
