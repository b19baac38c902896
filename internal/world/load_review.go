package world

import (
	"context"

	"fourgates/internal/policy"
	"fourgates/internal/seats"
	"fourgates/internal/seats/seatapp"
)

// The ward review that is under way while a gate asks the ward's Members: it gets a name and a code of its own, and
// whoever was asked goes on being asked.
const (
	reviewed     = "E05990007" // Market ward of Thornlow, in the area of the town centre
	reviewedName = "Old Market"
	reviewedCode = "E05990107"
	reviewDay    = Day(-3)
	reviewOrder  = "The Thornlow electoral changes order: first of two steps"
)

// planReview plans the ward review.
func (l *loading) planReview() {
	for _, is := range []seats.Change{{Kind: seats.Renamed, Name: reviewedName},
		{Kind: seats.Recoded, Code: reviewedCode}} {
		is.Note = reviewOrder
		l.by(administrator, reviewDay, appointing, "ward review: "+is.Kind.Title(),
			func(ctx context.Context, by policy.Actor) error {
				return seatapp.ChangeSeat(ctx, l.app, by, l.seats[reviewed].ID, is)
			})
	}
}
