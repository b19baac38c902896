// Package job works in the background: what is due by its date, and what events leave to be done.
//
// River keeps the work in tables of the database, hands each piece to one process and tries again what failed. Pieces
// carry ids and no words: what is due, and to whom, is in our own tables, and each command looks there whether it
// is still to be done. So a piece that is worked twice, as after a crash, does nothing the second time.
package job

import (
	"context"
	"maps"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"fourgates/internal/act"
	"fourgates/internal/asks/askapp"
	"fourgates/internal/comments/commentapp"
	"fourgates/internal/conditions/conditionapp"
	"fourgates/internal/domain"
	"fourgates/internal/executive/executiveapp"
	"fourgates/internal/gates/gateapp"
	"fourgates/internal/mails/mailapp"
	"fourgates/internal/mergers/mergerapp"
	"fourgates/internal/queues"
	"fourgates/internal/register/registerapp"
	"fourgates/internal/seats/seatapp"
)

// Every is how often what time asks for is looked at. What a look finds is done once, however many servers there are:
// the commands see to it.
const Every = 5 * time.Minute

// look does what is due of one kind, and says how much that was.
type look func(context.Context, *act.App) (int, error)

// looksOf are what time asks for.
func looksOf(o Options) map[queues.Kind]look {
	all := maps.Clone(looks)
	all[queues.MailFates] = func(ctx context.Context, a *act.App) (int, error) {
		return mailapp.AskFates(ctx, a, o.Post)
	}
	return all
}

var looks = map[queues.Kind]look{
	queues.SeatOrders:    seatapp.TakeOrders,
	queues.MergerOrders:  mergerapp.TakeOrders,
	queues.OpenGates:     gateapp.SettleAttempts,
	queues.Effects:       executiveapp.TakeEffects,
	queues.GateReminders: gateapp.RemindSignatories,
	queues.Conditions:    conditionapp.RemindConditions,
	queues.OverdueAsks:   askapp.Climb,
	queues.Comments:      commentapp.TellComments,
	queues.AuditDays:     registerapp.EnterAuditDays,
	queues.SentForms:     act.ForgetForms,
}

// args are a piece of work: its kind, and the id of what it is about, if it is about one thing.
type args struct {
	kind queues.Kind
	ID   int64 `json:"id,omitempty"`
}

// Kind implements river.JobArgs.
func (a args) Kind() string { return string(a.kind) }

// looker works what time asks for of one kind.
type looker struct {
	river.WorkerDefaults[args]
	app  *act.App
	kind queues.Kind
	do   look
}

// lookFor is how long a look may take. It is less than a piece of work may be under way before it is taken for lost;
// what is not done by then is due the next time.
const lookFor = 4 * time.Minute

// Timeout implements river.Worker.
func (l *looker) Timeout(*river.Job[args]) time.Duration { return lookFor }

// Work implements river.Worker.
func (l *looker) Work(ctx context.Context, _ *river.Job[args]) error {
	done, err := l.do(ctx, l.app)
	if done > 0 {
		l.app.Log.InfoContext(ctx, "done as it was due", "kind", string(l.kind), "done", done)
	}
	return err
}

// doer does what events left to be done, with the one thing that it is about. It returns how long to wait until it is
// tried again, 0 where it is over.
type doer struct {
	river.WorkerDefaults[args]
	do func(ctx context.Context, id int64) (again time.Duration, err error)
}

// Work implements river.Worker.
func (d *doer) Work(ctx context.Context, j *river.Job[args]) error {
	again, err := d.do(ctx, j.Args.ID)
	if err == nil && again > 0 {
		return river.JobSnooze(again)
	}
	return err
}

// doers are what events leave to be done. What may be tried for days, as sending an e-mail, keeps itself when it is
// tried again: a piece of work keeps each of its failures, and those would be many.
func doers(o Options) map[queues.Kind]river.Worker[args] {
	return map[queues.Kind]river.Worker[args]{
		queues.NoticeMails: &doer{do: func(ctx context.Context, id int64) (time.Duration, error) {
			return 0, mailapp.Make(ctx, o.App, o.Post, domain.NoticeID(id))
		}},
		queues.LinkMail: &doer{do: func(ctx context.Context, id int64) (time.Duration, error) {
			return 0, mailapp.MakeLink(ctx, o.App, o.Post, domain.InvitationID(id))
		}},
		queues.SendMail: &doer{do: func(ctx context.Context, id int64) (time.Duration, error) {
			return mailapp.Send(ctx, o.App, o.Post, domain.MailID(id))
		}},
	}
}

// unfinished are the states in which one look of a kind is enough.
var unfinished = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
	rivertype.JobStateRetryable, rivertype.JobStateScheduled}

// lookAt is a look of a kind to be put into its queue, where none waits there yet.
func lookAt(kind queues.Kind) (river.JobArgs, *river.InsertOpts) {
	return args{kind: kind}, &river.InsertOpts{Queue: string(queues.Clock), MaxAttempts: queues.MostTries,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}}
}

// ticks put a look of each kind into the queue, at once and then again and again. They only set the pace: a tick that
// is left out makes nothing due later than its tables say.
func ticks() (list []*river.PeriodicJob) {
	for _, kind := range queues.OfTheClock() {
		list = append(list, river.NewPeriodicJob(pace{},
			func() (river.JobArgs, *river.InsertOpts) { return lookAt(kind) },
			&river.PeriodicJobOpts{ID: string(kind), RunOnStart: true}))
	}
	return list
}

// pace says when the next tick is: after Every, and as soon as a day begins in London, for what is recorded for a day
// takes effect then and not up to so long after.
type pace struct{}

// Next implements river.PeriodicSchedule.
func (pace) Next(now time.Time) time.Time {
	day := domain.DateOf(now).AddDays(1)
	begins := day.Time()
	if earlier := begins.Add(-time.Hour); !domain.DateOf(earlier).Before(day) {
		begins = earlier // in summer
	}
	if next := now.Add(Every); next.Before(begins) {
		return next
	}
	return begins
}
