# Two images of one build: `registry` serves and runs the commands, `proxy` stands before it and holds
# the same static files. docker-compose.yml puts them together.

FROM python:3.13-slim-bookworm AS base
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/registry

FROM base AS build
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY manage.py ./
COPY registry registry
COPY agreements agreements
COPY templates templates
RUN pybabel --quiet compile --domain django --directory registry/locale
RUN pybabel --quiet compile --domain 'django djangojs' --directory registry/locale_levant
# The key is of this line only: collecting files signs nothing.
RUN SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(48))") python manage.py collectstatic --noinput --ignore redoc

FROM caddy:2.10-alpine AS proxy
COPY registry/deploy/Caddyfile /etc/caddy/Caddyfile
COPY --from=build /srv/registry/staticfiles /srv/static

FROM base AS registry
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin registry \
    && install --directory --owner registry --mode 750 media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/registry ./
USER registry
ENV GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000 GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=4
# A worker that is told to stop while it is still starting does not hear it.
ENV GRANIAN_WORKERS_KILL_TIMEOUT=20
# Everything else is read-only; the processes of the container count there together.
ENV COUNTERS_FILE=/tmp/counters.sqlite3
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s \
    CMD ["python", "-m", "registry.health"]
CMD ["granian", "--interface", "wsgi", "registry.wsgi:application"]
