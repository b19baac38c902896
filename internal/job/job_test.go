package job_test

import (
	"context"
	"testing"
	"time"

	"fourgates/internal/job"
	"fourgates/internal/serve/servertest"
)

func TestRunEndsWithItsContextAndLooksBefore(t *testing.T) {
	h := servertest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { job.Run(ctx, h.App, time.Hour); close(ended) }()
	cancel()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("Run goes on after its context has ended")
	}
}
