//go:build browser

package browser

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"fourgates/internal/domain"
)

// receipt downloads the first receipt on the page and reads the file.
func (b *tab) receipt() domain.Receipt {
	b.t.Helper()
	folder, yes := b.t.TempDir(), true
	_, err := chromedp.CallBrowser(b.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: folder, EventsEnabled: &yes,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
	b.must("allow downloads", err)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	events := chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	b.must("download the receipt", chromedp.Do(ctx, chromedp.Click(named("a", "download the receipt"))))
	for ev, err := range events {
		b.must("download the receipt", err)
		if ev.State == browser.DownloadProgressStateCompleted {
			text, err := os.ReadFile(filepath.Join(folder, ev.GUID))
			b.must("read the receipt", err)
			var r domain.Receipt
			b.must("read the receipt", json.Unmarshal(text, &r))
			return r
		}
	}
	b.t.Fatal("the receipt never came")
	return domain.Receipt{}
}

// head is the head of the register as everybody can read it, without signing in.
func (s *site) head(t *testing.T) domain.Digest {
	t.Helper()
	answer, err := http.Get(s.url + "/register/head")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, hash, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	head, err := domain.ParseDigest(hash)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return head
}
