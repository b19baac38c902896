package home_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/notices"
	"fourgates/internal/serve/servertest"
)

// told is what the page behind a notice has for its reader.
type told struct {
	about string // of subject and body: what the notice speaks of, and the page too
	open  string // of the notice n and its recipient r: when what it asks is still open; "" where it asks nothing
	step  string // the step that the page then has
}

// behind is, for each kind of notice, what the page behind its link has. The words in quotation marks, where there are
// any, are on that page whatever the kind.
var behind = map[string]told{
	"gate submitted":                           {inGate, asked, decides},
	"reminder: before":                         {inGate, asked, decides},
	"reminder: due":                            {inGate, asked, decides},
	"reminder: after":                          {inGate, asked, decides},
	"reminder: escalated":                      {about: inGate + `|Pending: ([^,]+)`},
	"signature made":                           {about: `^([^:]+): (\S.+) (?:approved|asked|stood|deferred|rejected)`},
	"signature changed":                        {about: `^([^:]+): (\S.+) changed`},
	"who is asked":                             {about: `(?m)^Who is asked has changed: (.+)$|^[^:\n]+: (.+?)\. `},
	"gate passed":                              {about: inGate},
	"gate passed with conditions":              {about: inGate},
	"gate deferred":                            {about: inGate + `|submitted again by (.+)\.`},
	"gate rejected":                            {about: inGate},
	"gate withdrawn":                           {about: inGate},
	"gate overridden":                          {about: inGate},
	"gate 2 called back":                       {about: `back: (.+)|^([^:]+):`},
	"priorities differ":                        {`issue \d+, (.+)|\A.*: (.+)`, mayCallBack, `/priorities/call-back$`},
	"area selected: service managers":          {about: `^Area selected: (.+)`},
	"area selected: stakeholder list":          {about: noAccount},
	"issues agreed: service officers":          {about: `^Issues agreed: (.+)`},
	"issues agreed: stakeholder organisations": {about: noAccount},
	"changed since it was signed":              {about: `changed since (it was signed .+)`},
	"renamed since it was signed":              {about: `^([^:]+):`},
	"synthesis session":                        {about: `issues of ([^,\n]+), |session of (.+) (?:is )?on|, (.+)\. The issues`},
	"cycle begun":                              {about: `^([^:]+): (cycle \d+)`},
	"cycle ended":                              {about: `^([^:]+): (cycle \d+)`},
	"deadlines on closed days":                 {about: `: (.+?) on .+`},

	"condition owner":               {condition, thisCondition + openOwn, `^/conditions/\d+/reports`},
	"condition reported met":        {condition + `|reports: (.+)`, thisCondition + reported, `^/conditions/\d+/answers`},
	"condition agreed":              {about: condition},
	"condition not agreed":          {about: condition},
	"condition decided met":         {about: condition},
	"condition decided not met":     {about: condition},
	"condition unanswered":          {condition, thisCondition + reported, `^/conditions/\d+/decisions/check$`},
	"condition reminder: before":    {about: condition},
	"condition reminder: due":       {about: condition},
	"condition reminder: after":     {about: condition},
	"condition reminder: escalated": {about: condition},

	"draft to the Executive":         {about: `plan for (.+)`},
	"report to write":                {`plan for (.+)`, decisionAt("recorded_at IS NULL"), `^/decisions/\d+/report/`},
	"plans of a report":              {about: `[Pp]lans? for (.+?)(?: and \d+ others?| was taken.*)?$`},
	"decision scheduled":             {plansFor, decisionAt(unrecorded), `^/decisions/\d+/record`},
	"key decision to announce":       {plansFor, decisionAt(unannounced), `^/decisions/\d+/announcement`},
	"key decision announced":         {about: plansFor},
	"officer named":                  {plansFor, decisionAt(toDecline), `^/decisions/\d+/declining`},
	"named officer declined":         {plansFor, decisionAt(toName), `^/decisions/\d+/schedule`},
	"decision to confirm":            {plansFor, decisionAt(recordedOnly), `^/decisions/\d+/confirmation`},
	"executive decision made":        {about: plansFor},
	"executive decision":             {about: plansFor},
	"executive decision called in":   {about: plansFor},
	"executive decision upheld":      {about: plansFor},
	"executive decision in force":    {about: plansFor},
	"plan returned by the Executive": {about: plansFor},
	"actions to lead":                {about: plansFor},
	"comment on an action":           {about: `^(.+) commented`},

	"issue changed":                  {about: issueOf},
	"issue comments":                 {about: `issues? of (.+)`},
	"issue comments answered":        {about: `issues? of (.+)`},
	"issue referred":                 {askedOf, thisAsk, `^/asks/\d+/answer$`},
	"quick win asked":                {askedOf, thisAsk, `^/asks/\d+/answer$`},
	"validity view asked":            {askedOf, thisAsk, `^/asks/\d+/answer$`},
	"lead of one reply asked":        {askedOf, thisAsk, `^/replies/\d+|^/asks/\d+`},
	"feasibility asked":              {askedOf, viewAsked, `^/solutions/\d+/views/\d+`},
	"review asked":                   {askedOf, reviewAsked, `^/reviews/\d+`},
	"ask answered":                   {about: `answered by ([^,:\n]+)`},
	"ask ended":                      {about: quoted},
	"ask overdue":                    {about: `asked of ([^,:.\n]+)`},
	"one reply":                      {about: `\A([^,:]+), .+ disagrees`},
	"issue answered":                 {about: issueOf},
	"review answered":                {about: `answered by ([^,:\n]+)`},
	"review closed":                  {about: `answer\. (.+)`},
	"feasibility finished":           {about: `says ([^.\n]+)\.`},
	"quick win agreed":               {about: issueOf},
	"quick win done":                 {about: issueOf},
	"quick win confirmed":            {about: issueOf},
	"quick win dropped":              {about: issueOf},
	"quick win promoted to the plan": {about: issueOf},
	"solution chosen":                {about: `^Solution chosen: (.+)`},
	"solution not chosen":            {about: `^Solution not chosen: (.+)`},
	"solution not feasible":          {about: `^Solution not feasible: (.+)`},
	"solution tested again":          {about: `^Solution tested again: (.+)`},

	"ward or division changed":     {about: `has changed: (.+)`},
	"council to be merged":         {about: `, (.+ is to be merged into .+)|back: (.+ is to be merged into .+)`},
	"council not merged":           {about: `should be so\. (.+?)\.\n`},
	"ward or division not changed": {about: `wards of (.+) could|should be so\. (.+?)\.\n`},
	"link made":                    {about: `made: (.+)`},
	"link used":                    {about: `used: (.+)`},
	"decision waits":               {`decision of (.+)`, waitingHold, `^/holds/\d+/confirmation`},
	"own decision waits":           {about: ` of (.+) waits`},
	"decision confirmed":           {about: `Decision of ([^:]+):`},
	"decision refused":             {about: `Decision of ([^:]+):`},
	"decision overtaken":           {about: `Decision of ([^:]+):`},
}

const (
	inGate    = `(?m)^(?:Your decision is needed|Reminder: your decision is needed|Overdue: [^:]+): (.+)$|^([^:\n]+): gate`
	condition = `\A[^\n]*\n([^\n]+)`
	plansFor  = `\A.*plans? for (.+)`
	issueOf   = `Issue (\d+)`
	askedOf   = `asked of ([^,:.\n]+)`
	decides   = `^/attempts/\d+/(check|signatures)$`

	noAccount = `only contacts are told, who open no page here`
	quoted    = `“([^”]+)”`

	asked = `EXISTS (SELECT FROM attempts t WHERE t.id = n.attempt_id AND t.outcome IS NULL AND NOT EXISTS (
		SELECT FROM signatures s WHERE s.attempt_id = t.id AND s.person_id = r.person_id))`
	ofReader = `(v.member_id = r.person_id OR EXISTS (SELECT FROM role_grants g WHERE g.person_id = r.person_id
		AND g.ended_at IS NULL AND (g.service_id = v.service_id OR g.organisation_id = v.organisation_id))))`
	viewAsked = `EXISTS (SELECT FROM asks k JOIN feasibility_views v ON v.id = k.view_id
		WHERE n.link = '/solutions/' || v.solution_id
		AND v.finished_at IS NULL AND v.withdrawn_at IS NULL AND ` + ofReader
	thisAsk = `EXISTS (SELECT FROM asks v WHERE n.link = '/asks/' || v.id
		AND v.answered_at IS NULL AND v.withdrawn_at IS NULL AND ` + ofReader
	reviewAsked = `EXISTS (SELECT FROM asks v WHERE n.link = '/reviews/' || v.review_id
		AND v.answered_at IS NULL AND v.withdrawn_at IS NULL AND ` + ofReader
	recordedOnly = "recorded_at IS NOT NULL AND d.confirmed_at IS NULL AND r.person_id <> d.recorded_by"
	unrecorded   = "recorded_at IS NULL AND d.declined_at IS NULL AND d.made_by = r.person_id"
	unannounced  = `recorded_at IS NULL AND d.key_decision AND r.capacity LIKE 'clerk%'
		AND NOT EXISTS (SELECT FROM key_announcements y WHERE y.decision_id = d.id)`
	toDecline   = "recorded_at IS NULL AND d.declined_at IS NULL AND d.with_officer = r.person_id"
	toName      = `declined_at IS NOT NULL AND r.capacity LIKE 'clerk%'`
	openOwn     = "b.state = 'open' AND c.owner_id = r.person_id)"
	reported    = "b.state = 'reported met')"
	waitingHold = `EXISTS (SELECT FROM holds x WHERE n.link = '/holds/' || x.id AND x.outcome IS NULL)`
	mayCallBack = `EXISTS (SELECT FROM attempts t WHERE t.id = n.attempt_id AND t.called_back_at IS NULL
		AND NOT EXISTS (SELECT FROM attempts x WHERE x.area_id = t.area_id AND x.gate = 3
		                AND (x.outcome LIKE 'passed%' OR x.outcome = 'overridden')
		                AND x.id > t.id)
		AND n.at > (SELECT max(at) FROM notices) - interval '3 days')`
	thisCondition = `EXISTS (SELECT FROM conditions c JOIN binding_conditions b ON b.condition_id = c.id
		WHERE n.link = '/conditions/' || c.id AND `
)

func decisionAt(when string) string {
	return `EXISTS (SELECT FROM executive_decisions d WHERE (n.link || '/') LIKE '/decisions/' || d.id || '/%'
		AND d.state IN ('drafted', 'scheduled') AND d.` + when + `)`
}

// asksFor is how a notice speaks that wants something of its reader here.
var asksFor = regexp.MustCompile(`(?i)(decision|confirmation|words) (is|are) needed|needs your|do you agree|` +
	`you (may|can) (call|decide|confirm|word)|confirm, amend|your view .* is asked|^confirm|report here|decline with`)

var quotedWords = regexp.MustCompile(quoted)

// Every event of which people are told has its row, and nothing else has one.
func TestEveryKindOfNoticeHasItsRow(t *testing.T) {
	for _, kind := range notices.Kinds() {
		if _, ok := behind[kind]; !ok {
			t.Errorf("no row says what the page behind a notice of %q has for its reader", kind)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(behind)) {
		if !notices.Kind(kind) {
			t.Errorf("nobody is told of %q", kind)
		}
	}
}

// following is what the notices of a database came to when they were followed.
type following struct {
	mu   sync.Mutex
	seen map[string]bool // kinds
	kept map[string]int  // promises of a kind that were followed
}

func newFollowing() *following { return &following{seen: map[string]bool{}, kept: map[string]int{}} }

// follow opens notices of each kind, the newest to each kind of recipient, as their readers.
func (f *following) follow(t *testing.T, h *servertest.Harness) {
	t.Helper()
	const rows = `SELECT json_build_array(event, person_id, link, capacity, subject, body, open)::text FROM (
		SELECT *, row_number() OVER (PARTITION BY event, kind, open ORDER BY id DESC) AS nth FROM (
		    SELECT r.id, n.event, r.person_id, n.link, n.subject, n.body, r.capacity, %s AS open,
		           regexp_replace(split_part(r.capacity, ',', 1), ' for .*', '') AS kind
		    FROM notice_recipients r JOIN notices n ON n.id = r.notice_id
		    JOIN people p ON p.id = r.person_id AND p.disabled_at IS NULL
		    WHERE n.link <> '' AND n.event = $1) x) y
		WHERE nth <= CASE WHEN open THEN 4 ELSE 2 END ORDER BY id`
	for _, event := range h.Lines(`SELECT DISTINCT event FROM notices ORDER BY 1`) {
		row, known := behind[event]
		if !known {
			t.Errorf("no row says what is behind a notice of %q", event)
			continue
		}
		open := row.open
		if open == "" {
			open = "false"
		}
		for _, line := range h.Lines(fmt.Sprintf(rows, open), event) {
			f.one(t, h, row, line)
		}
	}
}

func (f *following) one(t *testing.T, h *servertest.Harness, row told, line string) {
	t.Helper()
	n := unpacked(t, line)
	words := n.subject + "\n" + n.body
	if row.open == "" && asksFor.MatchString(strings.ReplaceAll(words, "no page", "")) && n.event != "actions to lead" {
		t.Errorf("%q asks something of its reader (%q), and its row has no step", n.event, words)
	}
	p := behindOf(t, h, n)
	if p == nil {
		return
	}
	f.mu.Lock()
	f.seen[n.event] = true
	if n.open {
		f.kept[n.event]++
	}
	f.mu.Unlock()
	said := p.Words()
	for _, thing := range spokenOf(row.about, words) {
		if !strings.Contains(said, thing) {
			t.Errorf("%q to %s (%s): %s does not speak of %q: %s", n.event, h.Actor(n.person).Name, n.capacity, p.Asked,
				thing, said[:min(len(said), 600)])
		}
	}
	step := regexp.MustCompile(row.step)
	if n.open && !slices.ContainsFunc(slices.Concat(p.Forms(), p.Links()), step.MatchString) {
		t.Errorf("%q to %s (%s): %s has no step %s: %v", n.event, h.Actor(n.person).Name, n.capacity, p.Asked, step,
			p.Forms())
	}
}

// spokenOf are the things that a notice speaks of: those in quotation marks, and those that the row's pattern finds.
func spokenOf(about, words string) (things []string) {
	add := func(found [][]string) {
		for _, groups := range found {
			for _, one := range groups[1:] {
				if one = strings.Join(strings.Fields(one), " "); one != "" {
					things = append(things, one)
				}
			}
		}
	}
	add(quotedWords.FindAllStringSubmatch(words, -1))
	add(regexp.MustCompile(about).FindAllStringSubmatch(words, -1))
	return things
}

// behindOf is the page behind a notice as its reader finds it: their notices lead there, and it is there for them.
func behindOf(t *testing.T, h *servertest.Harness, n noticed) *servertest.Page {
	t.Helper()
	c := h.As(n.person)
	if !slices.Contains(c.Get("/notices").Links(), n.link) {
		if len(h.Actor(n.person).Grants) > 0 && h.Int(`SELECT count(*) FROM notice_recipients WHERE person_id = $1`,
			int64(n.person)) <= 100 {
			t.Errorf("%q: their notices do not lead %s to %s", n.event, h.Actor(n.person).Name, n.link)
		}
		return nil
	}
	p := c.Get(n.link)
	for i := 0; p.Status == http.StatusSeeOther && i < 3; i++ {
		p = c.Follow(p)
	}
	if p.Status != http.StatusOK {
		t.Errorf("%q to %s (%s) leads to %s: %d, %s", n.event, h.Actor(n.person).Name, n.capacity, p.Asked, p.Status,
			p.Heading())
		return nil
	}
	return p
}

// noticed is one line of who was told what.
type noticed struct {
	event, link, capacity, subject, body string
	person                               domain.PersonID
	open                                 bool
}

func unpacked(t *testing.T, line string) (n noticed) {
	t.Helper()
	if err := json.Unmarshal([]byte(line), &[]any{&n.event, &n.person, &n.link, &n.capacity, &n.subject, &n.body,
		&n.open}); err != nil {
		t.Fatal(err)
	}
	return n
}

// Each notice of the demo world leads its reader, as each kind of its recipients, to a page that is there for them and
// speaks of the same thing; and one that asks for a step to a page that has it (domain §7, ruling 11).
func TestWhatANoticePromisesIsThereForItsReader(t *testing.T) {
	f := newFollowing()
	f.follow(t, servertest.NewWorld(t))
	t.Logf("%d kinds of notices; promises followed: %v", len(f.seen), f.kept)
}
