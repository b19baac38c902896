package serve

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"fourgates/internal/act"
	"fourgates/internal/domain"
	"fourgates/internal/policy"
	"fourgates/internal/signin"
)

// clientIP finds who is asking: the remote address, or what the trusted proxies say.
func (s *Server) clientIP() func(http.Handler) http.Handler {
	if len(s.Proxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	return middleware.ClientIPFromXFF(s.Proxies...)
}

type requestKey struct{}

// requestInfo travels with a request and is filled on the way, for the access log.
type requestInfo struct {
	id       string
	actor    policy.Actor
	found    signin.SignedIn // whose the session was when it was found
	signIn   domain.SignInID // the session it came in with
	provedAt time.Time       // when the password was last given in it
	unread   bool            // the form was too long to be read of who is signed out
	head     bool            // nobody reads the answer's body
	once     string          // the key of the form that it brings
	basis    string          // the state in which that form was read, where it decides

	read   map[string]int64 // what the state was, by basis, when the page was read
	posted map[string]int64 // and as the form that came was read
}

func infoOf(ctx context.Context) *requestInfo {
	info, _ := ctx.Value(requestKey{}).(*requestInfo)
	if info == nil {
		info = &requestInfo{}
	}
	return info
}

// requestID gives each request a reference that error pages show and the log and audit entries carry.
func (s *Server) requestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info := &requestInfo{id: strings.ToLower(rand.Text()[:12])}
		ctx := context.WithValue(r.Context(), requestKey{}, info)
		next.ServeHTTP(w, r.WithContext(act.WithRequest(ctx, info.id)))
	})
}

// accessLog writes one line a request: route pattern and actor id; no names, no query values. An answer that broke off
// says so, and its connection is closed, so that its reader can tell.
func (s *Server) accessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := s.Now()
		f := s.flowOf(w)
		ww := middleware.NewWrapResponseWriter(f, r.ProtoMajor)
		s.measured.under.Inc()
		defer s.measured.under.Dec()
		whole := false
		defer func() {
			info, took := infoOf(r.Context()), s.Now().Sub(started)
			route := chi.RouteContext(r.Context()).RoutePattern()
			s.measured.took(r, route, ww.Status(), took)
			line := []slog.Attr{slog.String("request", info.id), slog.String("method", r.Method),
				slog.String("route", route),
				slog.Int("status", ww.Status()), slog.Int("bytes", ww.BytesWritten()),
				slog.Float64("ms", float64(took.Microseconds())/1000),
				slog.Int64("actor", int64(info.actor.ID))}
			if !whole {
				line = append(line, slog.Bool("broke_off", true))
			}
			s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", line...)
		}()
		next.ServeHTTP(ww, r)
		if f.end() != nil {
			panic(http.ErrAbortHandler)
		}
		whole = true
	})
}

// recoverer turns a panic into the 500 page.
func (s *Server) recoverer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			s.log.ErrorContext(r.Context(), "panic", "request", infoOf(r.Context()).id, "panic", v, "stack",
				string(debug.Stack()))
			s.problem(w, r, errors.New("panic"))
		}()
		next.ServeHTTP(w, r)
	})
}

// permissions lets a page of ours ask where its reader stands, and nothing else that a browser can lend to pages.
const permissions = "geolocation=(self), accelerometer=(), autoplay=(), camera=(), display-capture=(), " +
	"encrypted-media=(), fullscreen=(), gamepad=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), " +
	"magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), " +
	"screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"

// nameOf is the name in a Host header as it is compared: whatever the port, in whatever case, with or without the dot
// at its end.
func nameOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// securityHeaders: no script but ours, nothing off our own origin, no framing, no caching of staff pages.
func (s *Server) securityHeaders(next http.Handler) http.Handler {
	images := "'self' data:"
	if origin := tileOrigin(s.Tiles); origin != "" {
		images += " " + origin
	}
	csp := "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images +
		"; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions)
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if !strings.HasPrefix(r.URL.Path, "/assets/") {
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

func tileOrigin(template string) string {
	scheme, rest, ok := strings.Cut(template, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + strings.ReplaceAll(host, "{s}", "*")
}

// hostAllowed answers only the hosts it is known by, so that no forged Host header ends up in a link.
func (s *Server) hostAllowed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := nameOf(r.Host)
		ip := net.ParseIP(strings.Trim(host, "[]"))
		if len(s.Hosts) > 0 && !slices.ContainsFunc(s.Hosts, func(h string) bool { return nameOf(h) == host }) &&
			host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "This server does not answer for that name.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const (
	pageLimit   = 5 * time.Second  // a page, with all that it waits for
	stepLimit   = 15 * time.Second // a step that may wait for others at the same row, such as a signature
	exportLimit = 2 * time.Minute  // a whole list as a file
)

// timeLimit ends what takes too long, such as waiting for a database that does not answer: the reader gets a plain
// refusal instead.
func (s *Server) timeLimit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := pageLimit
		switch {
		case strings.HasSuffix(r.URL.Path, ".csv") || r.URL.Path == "/register/chain":
			limit = exportLimit
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			limit = stepLimit
		}
		ctx, cancel := context.WithTimeout(r.Context(), limit*time.Duration(max(s.Patience, 1)))
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// crossOrigin refuses forms posted from elsewhere.
func (s *Server) crossOrigin() *http.CrossOriginProtection {
	cop := http.NewCrossOriginProtection()
	cop.SetDenyHandler(s.refuse(domain.ErrForbidden))
	return cop
}

// refuse answers every request with the page of an error.
func (s *Server) refuse(err error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.problem(w, r, err) }
}

// head answers HEAD as GET without the body: with the same status and headers, to whoever may GET.
func (s *Server) head(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		infoOf(r.Context()).head = true
		get := r.WithContext(r.Context())
		get.Method = http.MethodGet
		only := &headOnly{ResponseWriter: w}
		next.ServeHTTP(only, get)
		only.send()
	})
}

// headOnly keeps an answer's status, and counts its body instead of sending it.
type headOnly struct {
	http.ResponseWriter
	status, length int
}

func (h *headOnly) WriteHeader(status int) { h.status = cmp.Or(h.status, status) }

func (h *headOnly) Write(p []byte) (int, error) {
	if h.length == 0 && h.Header().Get("Content-Type") == "" {
		h.Header().Set("Content-Type", http.DetectContentType(p))
	}
	h.length += len(p)
	return len(p), nil
}

// inOnePiece is the longest body whose length net/http says by itself.
const inOnePiece = 2048

func (h *headOnly) send() {
	if h.length <= inOnePiece && h.Header().Get("Content-Length") == "" && h.status != http.StatusNotModified &&
		h.status != http.StatusNoContent {
		h.Header().Set("Content-Length", strconv.Itoa(h.length))
	}
	h.ResponseWriter.WriteHeader(cmp.Or(h.status, http.StatusOK))
}
