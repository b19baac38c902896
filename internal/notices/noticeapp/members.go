package noticeapp

import (
	"context"
	"slices"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/places/placestore"
)

// AreaMembers are the Area Members of the day, each once.
func AreaMembers(ctx context.Context, w db.Writer, area domain.AreaID, today domain.Date) ([]notices.Recipient,
	error) {
	members, err := placestore.AreaMembers(ctx, w.Reader, area, today)
	var to []notices.Recipient
	for _, m := range members {
		told := slices.ContainsFunc(to, func(r notices.Recipient) bool { return r.Person == m.Person })
		if !m.Vacant() && !told {
			to = append(to, notices.Recipient{Person: m.Person, Name: m.Name, Capacity: "Member for " + m.SeatName})
		}
	}
	return to, err
}
