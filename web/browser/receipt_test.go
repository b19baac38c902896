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
	"fourgates/internal/register"
)

// receipt downloads the first receipt on the page and reads the file.
func (b *tab) receipt() register.LogReceipt {
	b.t.Helper()
	var r register.LogReceipt
	b.must("read the receipt", json.Unmarshal(b.download("download the receipt"), &r))
	return r
}

// download clicks the link of these words and reads the file that comes.
func (b *tab) download(words string) []byte {
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
	b.must(words, chromedp.Do(ctx, chromedp.Click(named("a", words))))
	for ev, err := range events {
		b.must(words, err)
		if ev.State == browser.DownloadProgressStateCompleted {
			text, err := os.ReadFile(filepath.Join(folder, ev.GUID))
			b.must(words, err)
			return text
		}
	}
	b.t.Fatalf("%s: the file never came", words)
	return nil
}

// published is what the register says of itself at an address below its own, to everybody, without signing in.
func (s *site) published(t *testing.T, what string) string {
	t.Helper()
	answer, err := http.Get(s.url + "/register/" + what)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// head is the head of the register as everybody can read it.
func (s *site) head(t *testing.T) domain.Digest {
	t.Helper()
	_, hash, _ := strings.Cut(s.published(t, "head"), " ")
	head, err := domain.ParseDigest(hash)
	if err != nil {
		t.Fatalf("%q: %v", hash, err)
	}
	return head
}
