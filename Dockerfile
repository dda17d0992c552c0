# leadsheet alone on an empty image. /data holds the settings, the workbook, the drop folder and what is kept of
# sign-ins:
#
#     docker build -t leadsheet .
#     docker run --rm -it -v leadsheet:/data leadsheet setup
#     docker run -d --restart unless-stopped --name leadsheet -v leadsheet:/data leadsheet
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w -X main.release=${VERSION}" \
      -o /image/leadsheet ./cmd/leadsheet && \
    mkdir -p /image/data /image/etc/ssl/certs && \
    cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/

FROM scratch
# Time zones are in the program; the certificates of public authorities are not.
COPY --from=build /image/etc /etc
COPY --from=build /image/leadsheet /leadsheet
COPY --from=build --chown=65532:65532 /image/data /data
USER 65532:65532
ENV HOME=/data
WORKDIR /data
VOLUME /data
# The first signal lets the pass at hand finish, which may take some of the time that docker stop -t gives.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/leadsheet"]
CMD ["run"]
