// Package job does what nobody asks for but time: reminders, changes of wards and divisions on their day, gates that
// they decide, Executive decisions that come into force.
package job

import (
	"context"
	"time"

	"fourgates/internal/act"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/comments/commentapp"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/seats/seatapp"
)

// Every is how often each server looks. What a look finds is done once, however many servers there are: the commands
// see to it.
const Every = 5 * time.Minute

// Run looks at once and then again and again until the context ends. A look that fails is logged and tried again at the
// next.
func Run(ctx context.Context, a *act.App, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		look(ctx, a)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func look(ctx context.Context, a *act.App) {
	if done, err := seatapp.TakeOrders(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "take seat orders", "err", err)
	} else if done > 0 {
		a.Log.InfoContext(ctx, "wards and divisions changed as recorded ahead", "done", done)
	}
	if closed, err := gateapp.SettleAttempts(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "settle attempts", "err", err)
	} else if closed > 0 {
		a.Log.InfoContext(ctx, "attempts settled after a change of seats", "closed", closed)
	}
	if done, err := executiveapp.TakeEffects(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "take effect", "err", err)
	} else if done > 0 {
		a.Log.InfoContext(ctx, "executive decisions in force", "done", done)
	}
	if made, err := gateapp.RemindSignatories(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "remind signatories", "err", err)
	} else if made > 0 {
		a.Log.InfoContext(ctx, "reminders made", "made", made)
	}
	if made, err := conditionapp.RemindConditions(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "remind of conditions", "err", err)
	} else if made > 0 {
		a.Log.InfoContext(ctx, "conditions told of", "made", made)
	}
	if made, err := askapp.Climb(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "overdue asks", "err", err)
	} else if made > 0 {
		a.Log.InfoContext(ctx, "overdue asks told of", "made", made)
	}
	if made, err := commentapp.TellComments(ctx, a); err != nil {
		a.Log.ErrorContext(ctx, "tell of comments", "err", err)
	} else if made > 0 {
		a.Log.InfoContext(ctx, "comments told of", "made", made)
	}
}
