package agent

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"quotient/config"
)

// tlsConfig reads the certificates that the desk file names; nil = plain TCP.
func tlsConfig(v config.FIX) (*tls.Config, error) {
	if !v.TLS.On {
		return nil, nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: v.TLS.ServerName}
	if v.TLS.CA != "" {
		pem, err := os.ReadFile(v.TLS.CA)
		if err != nil {
			return nil, fmt.Errorf("venue.fix.tls.ca cannot be read: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("venue.fix.tls.ca %s holds no PEM certificate", v.TLS.CA)
		}
	}
	if v.TLS.Cert != "" {
		pair, err := tls.LoadX509KeyPair(v.TLS.Cert, v.TLS.Key)
		if err != nil {
			return nil, fmt.Errorf("venue.fix.tls.cert and key: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}
