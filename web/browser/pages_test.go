//go:build browser

package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"

	"fourgates/internal/serve/servertest"
)

// stop is one page as one person sees it. Path may hold SQL in braces, for which its number is put.
type stop struct {
	name   string
	path   string
	status int64
	then   func(*tab) // what leads on from there to the page that is meant; nil where that is the page
}

// Every page in its states: full, empty, with errors, refused. The checks are those of every page that a tab shows.
func TestPages(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	t.Run("nobody", func(t *testing.T) { t.Parallel(); s.walk(t, "", nobodysPages) })
	t.Run("officer", func(t *testing.T) { t.Parallel(); s.walk(t, "clo", officersPages) })
	t.Run("officer's issues", func(t *testing.T) { t.Parallel(); s.walk(t, "clo", officersIssues) })
	t.Run("officer's gates", func(t *testing.T) { t.Parallel(); s.walk(t, "clo", officersGates) })
	t.Run("planner", func(t *testing.T) { t.Parallel(); s.walk(t, "cpo", plannersPages) })
	t.Run("Member", func(t *testing.T) { t.Parallel(); s.walk(t, "member.ward.10", membersPages) })
	t.Run("partner", func(t *testing.T) { t.Parallel(); s.walk(t, "partner.police", partnersPages) })
	t.Run("Executive", func(t *testing.T) { t.Parallel(); s.walk(t, "executive", readersPages) })
	t.Run("service officer", func(t *testing.T) { t.Parallel(); s.walk(t, "service.highways", readersPages) })
	t.Run("administrator", func(t *testing.T) { t.Parallel(); s.walk(t, "admin", adminsPages) })
}

func TestPagesOfABatch(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	s.Exec(`UPDATE attempts SET outcome = 'withdrawn', outcome_at = submitted_at WHERE outcome IS NULL`)
	s.walk(t, "clo", batchPages)
}

// walk visits pages on a phone.
func (s *site) walk(t *testing.T, who string, stops []stop) {
	b := s.open(t, phone)
	if who != "" {
		b.as(who)
	}
	for _, at := range stops {
		b.visit(s.path(at.path))
		if at.then != nil {
			at.then(b)
		}
		if b.status != at.status {
			t.Errorf("%s: status %d, want %d\n%s", at.name, b.status, at.status, b.where())
		}
		if *shots != "" {
			b.shoot(at.name)
		}
	}
}

// shoot takes pictures of the page on a phone and on a desk.
func (b *tab) shoot(name string) {
	b.t.Helper()
	for _, width := range []int64{phone, desktop} {
		b.do("set the width", chromedp.EmulateViewport(width, 800))
		picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
		b.must("take a picture", err)
		b.must("keep a picture", os.WriteFile(filepath.Join(*shots, fmt.Sprintf("%s-%d.png", name, width)), picture,
			0o644))
	}
	b.do("set the width", chromedp.EmulateViewport(phone, 800))
}

// path puts numbers for the SQL in braces.
func (s *site) path(path string) string {
	return sqlInBraces.ReplaceAllStringFunc(path, func(sql string) string {
		return servertest.ID(s.Int("SELECT id FROM " + sql[1:len(sql)-1] + " ORDER BY id LIMIT 1"))
	})
}

// presses is a stop's then that presses a button as the form stands.
func presses(button string) func(*tab) { return func(b *tab) { b.press(button) } }

var sqlInBraces = regexp.MustCompile(`\{[^}]+\}`)
