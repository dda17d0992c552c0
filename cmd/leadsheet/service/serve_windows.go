package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	windowsapi "golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
)

// maxLog is how large the log may become before it is put away at a start.
const maxLog = 10 << 20

// stopHint is how long Windows waits for the service to end, in milliseconds.
const stopHint = 90_000

// Serve runs a service of Windows in its folder until Windows ends it. run gets where to log to, and returns the exit
// code. It fails when it is not Windows that has started the process.
func Serve(folder string, run func(ctx context.Context, log io.Writer) int) error {
	if err := os.Chdir(folder); err != nil {
		return fmt.Errorf("run as a service: %w", err)
	}
	path := filepath.Join(folder, logName)
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		_ = os.Rename(path, path+".old") // else the log goes on as it is
	}
	log, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("run as a service: %w", err)
	}
	defer log.Close()
	// svc.IsWindowsService is not asked: it goes by sessions, and Run knows better.
	err = svc.Run(Name, &handler{run: run, log: log})
	if errors.Is(err, windowsapi.ERROR_FAILED_SERVICE_CONTROLLER_CONNECT) {
		return errors.New("this is what Windows starts as a service; in a terminal start the daemon itself")
	}
	if err != nil {
		return fmt.Errorf("run as a service: %w", err)
	}
	return nil
}

// handler is the service as Windows talks to it.
type handler struct {
	run func(ctx context.Context, log io.Writer) int
	log io.Writer
}

// Execute implements svc.Handler.
func (h *handler) Execute(_ []string, requests <-chan svc.ChangeRequest, states chan<- svc.Status) (bool, uint32) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan int, 1)
	go func() { ended <- h.run(ctx, h.log) }()
	const accepts = svc.AcceptStop | svc.AcceptShutdown
	states <- svc.Status{State: svc.Running, Accepts: accepts}
	for {
		select {
		case code := <-ended:
			states <- svc.Status{State: svc.StopPending}
			if ctx.Err() != nil {
				code = 0 // it was stopped, which is no failure
			}
			return code != 0, uint32(code)
		case r := <-requests:
			switch r.Cmd {
			case svc.Interrogate:
				states <- r.CurrentStatus
			case svc.Stop, svc.Shutdown:
				states <- svc.Status{State: svc.StopPending, WaitHint: stopHint}
				cancel()
			}
		}
	}
}
