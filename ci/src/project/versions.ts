/**
 * Every image that the pipeline starts from, named once. A test compares the Dockerfiles, Compose and the workflow with it.
 * An image is a constant that ends in _IMAGE: all of them, and no others, can be pinned in ci/image-pins.json.
 */

/** What the services are built on, and where their npm scripts run; an argument too (`--node-image`), so that Node 20 can still be built. */
export const NODE_IMAGE = 'node:24-alpine'
/** Where the pipeline's own scripts run, and where Chromium is installed. Its Node compresses the layers: another one is other digests. */
export const TOOLBOX_IMAGE = 'node:24-bookworm-slim'
export const POSTGRES_IMAGE = 'postgres:15-alpine'
export const SYFT_IMAGE = 'anchore/syft:v1.42.3'
export const GRYPE_IMAGE = 'anchore/grype:v0.110.0'
export const TRIVY_IMAGE = 'aquasec/trivy:0.67.2'
export const CRANE_IMAGE = 'gcr.io/go-containerregistry/crane:v0.22.1'
export const COSIGN_IMAGE = 'ghcr.io/sigstore/cosign/cosign:v3.1.3'
