# One image for web, worker and beat. Build: docker build -t huu-nghi-portal .
FROM python:3.13.9-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/runtime.txt requirements/runtime.txt
RUN /venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements/runtime.txt
COPY . .
# These values are needed to read the settings and are not kept in the image.
RUN export SECRET_KEY=build-only-build-only-0123456789-abcdefghijklmnopqrstuvwxyz \
        DATABASE_URL=postgres://localhost/none HTTPS=0 STATIC_ROOT=/app/static-collected && \
    /venv/bin/python manage.py compile_catalogues && \
    /venv/bin/python manage.py collectstatic --no-input -i samples -v0 && \
    rm -rf tests requirements static .git && \
    /venv/bin/pip uninstall --yes pip && \
    /venv/bin/python -m compileall -q /venv /app

FROM python:3.13.9-slim-bookworm
# pg_dump and pg_restore for manage.py backup and restore.
RUN apt-get update && \
    apt-get install --yes --no-install-recommends postgresql-common ca-certificates && \
    /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && \
    apt-get install --yes --no-install-recommends postgresql-client-18 && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal && \
    install -d -o portal -g portal /srv/portal/media /srv/portal/backup
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/app/static-collected MEDIA_ROOT=/srv/portal/media
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", "--blocking-threads", "4", "portal.wsgi:application"]
