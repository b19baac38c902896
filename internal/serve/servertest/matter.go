package servertest

import (
	"strconv"
	"strings"
	"testing"

	"fourgates/internal/domain"
	"fourgates/internal/policy"
)

// MustInt reads a number that is sure to be one.
func MustInt(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// Many raises issues by SQL, for there are thousands of them: every second one is about litter.
func (m Matter) Many(n int) {
	m.Exec(`INSERT INTO issues (area_id, title, source, raised_by, raised_at, changed_at, theme_id)
		SELECT $1, CASE n % 2 WHEN 0 THEN 'Litter in lane ' ELSE 'Puddle in lane ' END || n, 'community', $2, $3, $3,
		CASE n % 2 WHEN 0 THEN $4::bigint END
		FROM generate_series(1, $5) n`, int64(m.Quay), int64(m.CLO), m.Now(), int64(m.Litter), n)
}

// Matter is a world of issues: a Quay with a ward, its officers, a Member, a service, a partner, and a Moor that is
// another officer's.
type Matter struct {
	*Harness
	Quay, Moor                                                  domain.AreaID
	CLO, Other, CPO, Member, Service, Partner, Admin, Executive domain.PersonID
	Highways                                                    domain.ServiceID
	Paths, Litter                                               domain.ThemeID
}

// NewMatter sets up two areas with their officers, and somebody of every role.
func NewMatter(t *testing.T) Matter {
	h := New(t)
	ward := h.Seat("ward", "Quay")
	m := Matter{Harness: h, Quay: h.Area("Old Quay", ward), Moor: h.Area("Moorside")}
	m.CLO, m.Other, m.CPO = h.Person("Nia Pugh", policy.CLO), h.Person("Zsófia Kovács-Ó Dálaigh", policy.CLO),
		h.Person("Tanveer", policy.CPO)
	h.Assign(m.CLO, m.Quay, policy.CLO)
	h.Assign(m.Other, m.Moor, policy.CLO)
	m.Member = h.Person("Gwenllïan ap Rhys")
	h.Term(m.Member, ward)
	m.Highways = h.Service("Highways")
	m.Service = h.Person("Oisín Mac Giolla Phádraig")
	h.Grant(m.Service, policy.Service, int64(m.Highways))
	m.Partner, m.Admin, m.Executive = h.Person("Padmini Ramaswamy", policy.Partner), h.Person("Adeola", policy.Admin),
		h.Person("Iñaki", policy.Clerk)
	m.Paths, m.Litter = h.Theme("Paths and pavements"), h.Theme("Litter")
	return m
}

// Typed is a form that raises an issue, with some fields replaced by name, value pairs.
func (m Matter) Typed(title string, pairs ...string) []string {
	form := []string{"title", title, "description", "Something is wrong at " + title, "area", ID(m.Quay), "source",
		"community", "visibility", "area team"}
	for i := 0; i+1 < len(pairs); i += 2 {
		for at := 0; at+1 < len(form); at += 2 {
			if form[at] == pairs[i] {
				form = append(form[:at], form[at+2:]...)
				break
			}
		}
		form = append(form, pairs[i], pairs[i+1])
	}
	return form
}

// Raise raises an issue and returns its address.
func (m Matter) Raise(by domain.PersonID, title string, pairs ...string) string {
	m.T.Helper()
	form := m.Typed(title, append([]string{"duplicate", "none"}, pairs...)...)
	return m.As(by).Post("/issues", form...).Want(m.T, 303).Location()
}

// Number is the number of an issue in its address.
func Number(address string) string { return strings.TrimPrefix(address, "/issues/") }

// State is an issue's status.
func (m Matter) State(address string) string {
	m.T.Helper()
	return m.Text(`SELECT state FROM issues WHERE id = $1`, MustInt(Number(address)))
}
