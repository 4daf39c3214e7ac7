# docker build -t terrasse .
# docker run -v ./data:/data terrasse          (with terrasse.toml and secrets in ./data)
# or: docker compose up -d                     (see compose.yaml and docs/running.md)
ARG BASE=python:3.13-slim
FROM ${BASE} AS build
WORKDIR /build
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY config config
RUN python -m venv /opt/terrasse \
 && PIP_CONSTRAINT=constraints.txt /opt/terrasse/bin/pip install --no-cache-dir .

FROM ${BASE}
COPY --from=build /opt/terrasse /opt/terrasse
ENV PATH=/opt/terrasse/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_DATA_HOME=/data \
    TERRASSE_CONFIG=/data/terrasse.toml
# A number, so that a host can check that it is not root.
USER 10001:10001
VOLUME /data
WORKDIR /data
STOPSIGNAL SIGTERM
# A first reading may take long before a round has ended.
HEALTHCHECK --interval=5m --timeout=60s --start-period=30m --retries=3 \
    CMD ["terrasse", "health"]
ENTRYPOINT ["terrasse"]
CMD ["run"]
