package gsheets

import "net/http"

func (s *Server) answer(r *http.Request, body []byte) answer {
	_ = s.admit(false)
	_ = Fault{}.none()
	return unsupported("x").answer()
}
