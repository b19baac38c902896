package mailapp_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fourgates/internal/db"
	"fourgates/internal/domain"
	"fourgates/internal/job"
	"fourgates/internal/mails"
	"fourgates/internal/mails/mailapp"
	"fourgates/internal/mails/mailstore"
	"fourgates/internal/notices"
	"fourgates/internal/notices/noticestore"
	"fourgates/internal/policy"
	"fourgates/internal/register"
	"fourgates/internal/serve/servertest"
)

// office is a county with somebody of each standing who can be told of something, and a mail server that keeps what it
// is given.
type office struct {
	*servertest.Harness
	Area   domain.AreaID
	Nia    domain.PersonID
	Tomos  domain.PersonID
	people map[string]notices.Recipient

	mu   sync.Mutex
	sent []string // the address and the message id
	fail func(l mails.Letter) (final bool, err error)
}

func newOffice(t *testing.T) *office {
	t.Helper()
	h := servertest.New(t)
	o := &office{Harness: h, Area: h.Area("Castle"), Nia: h.Person("Nia Pugh", policy.CLO),
		Tomos: h.Person("Tomos Rhys", policy.LAC)}
	h.Assign(o.Nia, o.Area, policy.CLO)
	contact := func(name, channel string, barred bool) notices.Recipient {
		id := h.Joins(o.Area, o.Nia, "stakeholder", name, "", barred)
		h.Int(`UPDATE contacts SET channel = $2 WHERE id = $1 RETURNING id`, int64(id), channel)
		email := fmt.Sprintf("contact.%d@aldermoor.test", id)
		return notices.Recipient{Contact: id, Name: name, Address: email, Capacity: "stakeholder"}
	}
	o.people = map[string]notices.Recipient{
		"nia":    {Person: o.Nia, Name: "Nia Pugh", Capacity: "community liaison officer"},
		"tomos":  {Person: o.Tomos, Name: "Tomos Rhys", Capacity: "local area coordinator"},
		"berit":  contact("Berit Holm", "email", false),
		"ines":   contact("Inês Faria", "post", false),
		"dilwyn": {Name: "Dilwyn Ash", Address: "dilwyn.ash@highways.test", Capacity: "service manager, Highways"},
	}
	return o
}

// tell makes a notice to those named.
func (o *office) tell(names ...string) error {
	var to []notices.Recipient
	for _, n := range names {
		to = append(to, o.people[n])
	}
	return o.App.Store.InTx(o.T.Context(), func(w db.Writer) error {
		noticestore.Tell(w, notices.Notice{Event: "issue changed", Area: o.Area, Subject: "An issue of Castle changed",
			Body: "Its words are others now.", Link: "/issues/3"}, to, o.Now())
		return nil
	})
}

func (o *office) options() job.Options {
	return job.Options{App: o.App, Pool: o.Pool, Wall: func() time.Time { return o.Now() }, Post: mailapp.Post{
		House:     mails.House{Council: "Aldermoor", Base: "https://lcap.aldermoor.test", From: "lcap@aldermoor.test"},
		PerMinute: 6000, Send: func(_ context.Context, l mails.Letter, _ time.Time) (string, bool, error) {
			o.mu.Lock()
			defer o.mu.Unlock()
			if o.fail != nil {
				if final, err := o.fail(l); err != nil {
					return "", final, err
				}
			}
			o.sent = append(o.sent, l.To+" "+l.MessageID)
			return "", false, nil
		}}}
}

func (o *office) drain() {
	o.T.Helper()
	if err := job.Drain(o.T.Context(), o.options()); err != nil {
		o.T.Fatal(err)
	}
}

// states says what became of each e-mail, by the name.
func (o *office) states() string {
	o.T.Helper()
	rows, err := o.Pool.Query(o.T.Context(), `SELECT concat_ws(' ', to_name || ':', state, NULLIF(said, ''),
		CASE WHEN doubtful THEN 'twice?' END) FROM mails ORDER BY to_name, id`)
	if err != nil {
		o.T.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		o.T.Fatal(err)
	}
	return strings.Join(got, "\n")
}

func (o *office) want(want ...string) {
	o.T.Helper()
	if got := o.states(); got != strings.Join(want, "\n") {
		o.T.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// No notice without its work, and no work without its notice.
func TestTheWorkOfANoticeIsThereWithIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := o.Int(`SELECT count(*) FROM river_job`)
	stop := errors.New("stop")
	err := o.App.Store.InTx(t.Context(), func(w db.Writer) error {
		noticestore.Tell(w, notices.Notice{Event: "issue changed", Subject: "s"},
			[]notices.Recipient{o.people["nia"]}, o.Now())
		w.AtEnd(func(context.Context) error { return stop })
		return nil
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if n := o.Int(`SELECT count(*) FROM river_job`) - before; n != 0 {
		t.Errorf("an event that was taken back leaves %d pieces of work", n)
	}
	if err := o.tell("nia"); err != nil {
		t.Fatal(err)
	}
	if n := o.Int(`SELECT count(*) FROM river_job WHERE kind = 'notice_mails'
		AND args = jsonb_build_object('id', (SELECT max(id) FROM notices))`); n != 1 {
		t.Errorf("a notice has %d pieces of work", n)
	}
}

func TestEachIsWrittenToOnceWhoMayBe(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.tell("nia", "tomos", "berit", "ines", "dilwyn"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	o.want("Berit Holm: sent", "Dilwyn Ash: sent",
		"Inês Faria: withheld they want to be told otherwise than by e-mail: by post", "Nia Pugh: sent",
		"Tomos Rhys: sent")
	slices.Sort(o.sent)
	if len(o.sent) != 4 || len(slices.Compact(slices.Clone(o.sent))) != 4 {
		t.Errorf("sent %v", o.sent)
	}
	o.Int(`INSERT INTO river_job (kind, queue, args, max_attempts)
		SELECT kind, queue, args, 5 FROM river_job WHERE queue = 'mail' RETURNING id`)
	o.drain() // worked a second time, as after a crash
	if len(o.sent) != 4 {
		t.Errorf("worked twice it was sent %d times", len(o.sent))
	}
	// an answer reaches those who work for the area
	var words string
	if err := o.Pool.QueryRow(t.Context(), `SELECT words FROM mails WHERE to_name = 'Nia Pugh'`).
		Scan(&words); err != nil {
		t.Fatal(err)
	}
	l, whole, err := mails.Thaw(words)
	if err != nil || !whole || len(l.ReplyTo) != 1 || l.Link != "https://lcap.aldermoor.test/issues/3" {
		t.Errorf("the letter is %+v, %v", l, err)
	}
}

// From the moment at which access ends, or somebody asks not to be contacted, nothing more goes out to them, even where
// it waits already.
func TestWhoMayNotBeWrittenToAnyMoreIsNot(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fail = func(mails.Letter) (bool, error) { return false, errors.New("451 later") }
	if err := o.tell("tomos", "berit", "dilwyn"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	o.want("Berit Holm: waiting 451 later", "Dilwyn Ash: waiting 451 later", "Tomos Rhys: waiting 451 later")
	o.fail = nil
	o.Int(`UPDATE people SET disabled_at = $2 WHERE id = $1 RETURNING id`, int64(o.Tomos), o.Now())
	o.Int(`UPDATE contacts SET do_not_contact = true, do_not_contact_reason = 'asked' WHERE name = 'Berit Holm'
		RETURNING id`)
	o.again()
	o.want("Berit Holm: withheld do not contact", "Dilwyn Ash: sent", "Tomos Rhys: withheld their access has ended")
}

// again has what waits for its time worked now, as once that has come.
func (o *office) again() {
	o.T.Helper()
	o.Int(`WITH due AS (UPDATE river_job SET state = 'available', scheduled_at = now()
		WHERE state IN ('scheduled', 'retryable') RETURNING id) SELECT count(*) FROM due`)
	o.drain()
}

// A server that is down for an hour delays e-mail by no more than the wait of four minutes; after two days it is given
// up.
func TestAServerThatIsDownLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fail = func(mails.Letter) (bool, error) { return false, errors.New("connection refused") }
	if err := o.tell("nia", "dilwyn"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	for range 5 {
		o.Move(10 * time.Minute)
		o.again()
	}
	if n := o.Int(`SELECT max(tries) FROM mails`); n != 6 {
		t.Errorf("tried %d times", n)
	}
	if n := o.Int(`SELECT count(*) FROM river_job WHERE queue = 'mail' AND errors IS NOT NULL`); n != 0 {
		t.Errorf("%d pieces of work keep failures", n)
	}
	o.fail = func(l mails.Letter) (bool, error) {
		if l.To == "dilwyn.ash@highways.test" {
			return true, errors.New("550 5.1.1 no such box")
		}
		return false, nil
	}
	o.again()
	o.want("Dilwyn Ash: refused 550 5.1.1 no such box", "Nia Pugh: sent")
	o.fail = func(mails.Letter) (bool, error) { return false, errors.New("connection refused") }
	if err := o.tell("tomos"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	o.Move(49 * time.Hour)
	o.again()
	o.want("Dilwyn Ash: refused 550 5.1.1 no such box", "Nia Pugh: sent",
		"Tomos Rhys: refused given up after two days: connection refused")
}

// kill -9 between sending and noting it: sent again under the same id, and the record says so.
func TestAMailThatMayHaveGoneOutSaysSo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.tell("nia"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	o.Int(`UPDATE mails SET state = 'sending', settled_at = NULL RETURNING id`) // as it stood when the process ended
	o.Int(`UPDATE river_job SET state = 'available', finalized_at = NULL WHERE kind = 'send_mail' RETURNING id`)
	o.drain()
	o.want("Nia Pugh: sent twice?")
	if len(o.sent) != 2 || o.sent[0] != o.sent[1] {
		t.Errorf("sent %v", o.sent)
	}
}

func TestWithoutAMailServerMailIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.tell("nia", "ines"); err != nil {
		t.Fatal(err)
	}
	without := o.options()
	without.Post.Send, without.Post.From = nil, ""
	if err := job.Drain(t.Context(), without); err != nil {
		t.Fatal(err)
	}
	o.want("Inês Faria: withheld they want to be told otherwise than by e-mail: by post", "Nia Pugh: kept")
	if n := o.Int(`SELECT count(*) FROM river_job WHERE kind = 'send_mail'`); n != 0 {
		t.Errorf("%d wait to be sent", n)
	}
	admin := o.As(o.Person("Zoë Adair", policy.Admin))
	words := admin.Get("/admin/mails").Words()
	for _, want := range []string{"There was no mail server for 1 e-mail", "An issue of Castle changed", "Nia Pugh"} {
		if !strings.Contains(words, want) {
			t.Errorf("the list does not say %q:\n%s", want, words)
		}
	}
	id := o.Int(`SELECT id FROM mails WHERE state = 'kept'`)
	words = admin.Get(fmt.Sprintf("/admin/mails/%d", id)).Words()
	if !strings.Contains(words, "Its words are others now.") {
		t.Errorf("it is not shown as it would be sent:\n%s", words)
	}
	other := o.Int(`SELECT id FROM mails WHERE state = 'withheld'`)
	if words := admin.Get(fmt.Sprintf("/admin/mails/%d", other)).Words(); strings.Contains(words, "others now") {
		t.Error("an administrator reads what was not kept for want of a server")
	}
	o.As(o.Nia).Get("/admin/mails").Want(t, 403)
}

// Two processes on one database: each e-mail once.
func TestTwoProcessesSendEachOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range 20 {
		if err := o.tell("nia", "tomos", "dilwyn"); err != nil {
			t.Fatal(err)
		}
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := job.Drain(t.Context(), o.options()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	slices.Sort(o.sent)
	if len(o.sent) != 60 || len(slices.Compact(o.sent)) != 60 {
		t.Errorf("sent %d", len(o.sent))
	}
}

func TestEMailsGoOutAtThePaceOfAllProcesses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var waits []time.Duration
	for range 4 {
		if err := o.App.Store.InTx(t.Context(), func(w db.Writer) error {
			wait, taken, err := mailstore.Slot(t.Context(), w, time.Minute, 90*time.Second)
			if !taken {
				wait = -1
			}
			waits = append(waits, wait)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if waits[0] != 0 || waits[1] < 50*time.Second || waits[1] > time.Minute || waits[2] != -1 || waits[3] != -1 {
		t.Errorf("the waits are %v", waits)
	}
}

// What was frozen verifies, and still does once a line of it was erased.
func TestAFrozenMailCanLoseALine(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.tell("dilwyn"); err != nil {
		t.Fatal(err)
	}
	o.drain()
	var text, words string
	var digest []byte
	if err := o.Pool.QueryRow(t.Context(), `SELECT content, words, digest FROM mails`).Scan(&text, &words,
		&digest); err != nil {
		t.Fatal(err)
	}
	f := register.Frozen{Text: text, Words: words}
	if is := f.Digest(); string(is[:]) != string(digest) {
		t.Error("the digest is not of the content")
	}
	lines := strings.Split(words, "\n")
	for i, line := range lines {
		if strings.Contains(line, `"name"`) {
			lines[i] = `["name"]`
		}
	}
	f.Words = strings.Join(lines, "\n")
	withheld, err := f.Verify()
	if err != nil || !slices.Equal(withheld.Keys(), []string{"name"}) {
		t.Errorf("withheld %v, %v", withheld, err)
	}
	if l, whole, err := mails.Thaw(f.Words); err != nil || whole || l.Name != "" || l.Subject == "" {
		t.Errorf("it reads %+v, %v", l, err)
	}
}
