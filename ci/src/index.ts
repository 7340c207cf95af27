/**
 * Builds, tests, scans, tags and publishes the images of a Todo Chatbot.
 *
 * The verbs are build, test, scan, tag and publish. Each does the same on a laptop and in CI, and each says what it
 * takes by `dagger call VERB --help`.
 */

// The SDK parses all types anew at each call that is not cached: those of browsers, two thirds of them, are left out.
/// <reference no-default-lib="true" />
/// <reference lib="es2023" />

import {
  argument,
  type Container,
  check,
  type Directory,
  dag,
  type File,
  func,
  type GitRepository,
  object,
  type Secret,
  type Service,
} from '@dagger.io/dagger'
import { currentPins, resolved } from './build/base-container.js'
import { explainsLostPins } from './build/image-pins.js'
import { imageTable, tagTable } from './build/image-table.js'
import { allUnpacked } from './build/oci-layout.js'
import { platforms, targets } from './build/platforms.js'
import { checkContract } from './check/contract/check.js'
import { compareRecipes } from './check/dockerfiles.js'
import { compareBuilds } from './check/reproducible.js'
import {
  endToEndSteps,
  integrationSteps,
  lintSteps,
  reports,
  run,
  runAll,
  typecheckSteps,
  unitSteps,
} from './check/run.js'
import { backendImage, frontendImage, images } from './project/images.js'
import {
  GIT_CONFIG,
  GIT_ONLY,
  IMAGE_SOURCE,
  MANIFEST_SOURCE,
  PROJECT_SOURCE,
  SERVICE_SOURCE,
} from './project/sources.js'
import { stack } from './project/stack.js'
import { NODE_IMAGE } from './project/versions.js'
import { BUILDER } from './release/attestations.js'
import { readAll, readCheckout, requireCommitted } from './release/git.js'
import { manifests, repositoryOfOrigin } from './release/manifests.js'
import { plan, publishImages } from './release/publish.js'
import { registry } from './release/registry.js'
import { Format, formatted, planReport } from './release/report.js'
import { signer } from './release/sign.js'
import { imageTags } from './release/tags.js'
import { reference, verifier, verify } from './release/verify.js'
import { checkExceptions } from './scan/exceptions.js'
import { day, Scanner, Severity } from './scan/policy.js'
import { gate, reportsOf, scanImages } from './scan/scan.js'
import { readYaml } from './scan/yaml.js'

/** The backend as a browser on this machine reaches it. */
const API_URL = 'http://localhost:8000'

/** In days. What Grype itself allows: https://github.com/anchore/grype#vulnerability-database */
const DB_MAX_AGE = 5

@object()
@explainsLostPins
export class TodoChatbot {
  /**
   * Build both images side by side and show what they are: user, ports and size above the base image.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of both images; node:20-alpine builds too
   * @param platform one or several, such as linux/amd64,linux/arm64; nothing of another platform is run, so none is emulated
   */
  @func()
  async build(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
    apiUrl: string = API_URL,
    nodeImage: string = NODE_IMAGE,
    platform: string[] = ['linux/amd64'],
  ): Promise<string> {
    const built = (await targets(platforms(platform), nodeImage)).map(({ name, foreign }) => ({
      platform: name,
      images: images({ backend, frontend }, nodeImage, apiUrl, foreign),
    }))
    return await imageTable(built, nodeImage)
  }

  /**
   * The backend's image, to chain: export-image, as-tarball, terminal.
   *
   * @param source folder of the backend
   * @param nodeImage base of the image
   */
  @func()
  async backend(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) source: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Container> {
    return await resolved(backendImage(source, nodeImage))
  }

  /**
   * The frontend's image, to chain: export-image, as-tarball, terminal.
   *
   * @param source folder of the frontend
   * @param apiUrl address of the backend for browsers, frozen into the image (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of the image
   */
  @func()
  async frontend(
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) source: Directory,
    apiUrl: string = API_URL,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Container> {
    return await resolved(frontendImage(source, nodeImage, apiUrl))
  }

  /**
   * Run all checks, what needs no running service first; the first that fails ends the call with its own output.
   *
   * They are lint, typecheck, unit, integration, end-to-end, recipes and contract, as in `dagger check`.
   *
   * @param project the tools and the module
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param nodeImage what the checks run on
   */
  @func()
  async test(
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<string> {
    return await runAll({ project, backend, frontend }, nodeImage, API_URL)
  }

  /**
   * The JUnit reports of all tests, of failed ones too: `dagger call test-reports export --path reports`. After `test` nothing that
   * passed runs again.
   *
   * @param project the tools and the module
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param nodeImage what the tests run on
   */
  @func()
  async testReports(
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Directory> {
    const sources = { project, backend, frontend }
    return await reports([unitSteps, integrationSteps, endToEndSteps].flatMap((of) => of(sources, nodeImage, API_URL)))
  }

  /**
   * Format and lint rules hold everywhere.
   *
   * @param project the tools, the module and the services' code
   */
  @func()
  @check()
  async lint(@argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory): Promise<void> {
    await run(lintSteps({ project }, NODE_IMAGE))
  }

  /**
   * The types of the module, the backend and the frontend fit.
   *
   * @param project the tools and the module
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   */
  @func()
  @check()
  async typecheck(
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
  ): Promise<void> {
    await run(typecheckSteps({ project, backend, frontend }, NODE_IMAGE))
  }

  /**
   * The tests that need nothing but code.
   *
   * @param project the tools and the module
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   */
  @func()
  @check()
  async unit(
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
  ): Promise<void> {
    await run(unitSteps({ project, backend, frontend }, NODE_IMAGE))
  }

  /**
   * The built services answer as they should, the backend with a real PostgreSQL.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   */
  @func()
  @check()
  async integration(
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
  ): Promise<void> {
    await run(integrationSteps({ backend, frontend }, NODE_IMAGE, API_URL))
  }

  /**
   * The whole application behaves in a real browser: accounts, todos, chat, and what they depend on away and back.
   *
   * @param project the tools and the tests
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   */
  @func()
  @check()
  async endToEnd(
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
  ): Promise<void> {
    await run(endToEndSteps({ project, backend, frontend }, NODE_IMAGE, API_URL))
  }

  /**
   * The Dockerfiles make the same images as this module: configuration and every file of the app.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   */
  @func()
  @check()
  async recipes(
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
  ): Promise<void> {
    await compareRecipes({ backend, frontend }, NODE_IMAGE, API_URL)
  }

  /**
   * Both images keep the contract (docs/contract.md): configuration, files and size, and how they run with a read-only root, no
   * capabilities and no new privileges, with their dependency there, gone and back.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param nodeImage base of both images
   */
  @func()
  @check()
  async contract(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<string> {
    return await checkContract(images({ backend, frontend }, nodeImage, API_URL), nodeImage)
  }

  /**
   * Look up the packages of both images in a vulnerability database; fails at findings of a severity or worse.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param exceptions the findings that are let pass, each with a reason and an expiry
   * @param scanner grype looks up the SBOM that Syft makes, trivy the image itself
   * @param failOn the least severity that fails the scan
   * @param onlyFixed leave out findings that no version fixes yet
   * @param db vulnerability database, so that the same call gives the same answer: for Grype a vulnerability.db or an archive
   * that grype db import takes, for Trivy the db.tar.gz that it downloads. Default: the scanner's own, at most a day old
   * @param dbMaxAge how old the database may be, in days
   * @param nodeImage base of both images
   */
  @func({ cache: 'never' })
  async scan(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.yaml' }) exceptions: File,
    scanner: Scanner = Scanner.Grype,
    failOn: Severity = Severity.High,
    onlyFixed: boolean = false,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    nodeImage: string = NODE_IMAGE,
  ): Promise<string> {
    const policy = { scanner, failOn, onlyFixed, exceptions: await readExceptions(exceptions), db, dbMaxAge }
    return gate(await scanImages(allUnpacked(images({ backend, frontend }, nodeImage, API_URL)), policy))
  }

  /**
   * The SBOMs (SPDX, CycloneDX) and the scanner's findings (JSON, SARIF) of both images; fails at no finding.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param exceptions the findings that are let pass, as in scan
   * @param scanner grype or trivy
   * @param db vulnerability database, as in scan
   * @param dbMaxAge how old the database may be, in days
   * @param nodeImage base of both images
   */
  @func({ cache: 'never' })
  async scanReports(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.yaml' }) exceptions: File,
    scanner: Scanner = Scanner.Grype,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Directory> {
    const read = await readExceptions(exceptions)
    const policy = { scanner, failOn: Severity.Critical, onlyFixed: false, exceptions: read, db, dbMaxAge }
    return reportsOf(await scanImages(allUnpacked(images({ backend, frontend }, nodeImage, API_URL)), policy))
  }

  /**
   * Everything that test-reports and scan-reports leave, in the folders tests and scans: what CI keeps.
   *
   * @param project the tools and the module
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param exceptions the findings that are let pass, as in scan
   * @param db vulnerability database, as in scan
   * @param dbMaxAge how old the database may be, in days
   * @param nodeImage base of both images
   */
  @func({ cache: 'never' })
  async reports(
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.yaml' }) exceptions: File,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Directory> {
    const [tests, scans] = await Promise.all([
      this.testReports(project, backend, frontend, nodeImage),
      this.scanReports(backend, frontend, exceptions, Scanner.Grype, db, dbMaxAge, nodeImage),
    ])
    return dag.directory().withDirectory('tests', tests).withDirectory('scans', scans)
  }

  /**
   * Show the tags that the images of this commit get, one a line, from git alone.
   *
   * @param git the checkout: its .git folder is enough, and it may be shallow
   * @param ref the ref that was pushed (refs/heads/main, refs/tags/v1.2.3, refs/pull/7/merge). Default: what is checked out
   * @param local add latest, which is for this machine alone and never pushed
   * @param explain add to each tag why the commit gets it
   */
  @func()
  async tag(
    @argument({ defaultPath: '/', ignore: GIT_ONLY }) git: Directory,
    ref?: string,
    local: boolean = false,
    explain: boolean = false,
  ): Promise<string> {
    return tagTable(imageTags(await readCheckout(git.asGit(), ref), local), explain)
  }

  /**
   * Show what publish would release: tags, digests, sizes and gates. It needs no login, and nothing is tested or pushed.
   *
   * @param git the checkout, for the tags and the version
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param origin the same checkout, for the address of its origin alone
   * @param repository where to, as in publish
   * @param ref the ref that was pushed, as in tag
   * @param format for people or for programs
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of both images
   * @param platform one or several, such as linux/amd64,linux/arm64; of several, each image is one index
   */
  @func()
  async plan(
    @argument({ defaultPath: '/' }) git: GitRepository,
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
    @argument({ defaultPath: '/', ignore: GIT_CONFIG }) origin: Directory,
    repository?: string,
    ref?: string,
    format: Format = Format.Markdown,
    apiUrl: string = API_URL,
    nodeImage: string = NODE_IMAGE,
    platform: string[] = ['linux/amd64'],
  ): Promise<string> {
    const options = { apiUrl, nodeImage, platforms: platforms(platform) }
    const made = await plan({ backend, frontend }, { ...(await readAll(git, origin, ref)), ...options })
    return formatted(planReport(made, repository ? registry({ repository }).repository : undefined), format)
  }

  /**
   * Test, build and scan both images, push them by digest, sign them, and then move their tags and read every one back.
   *
   * Nothing is pushed unless all of it passed, and a version tag never moves to another digest.
   *
   * @param repository where to: HOST/PATH, such as ghcr.io/OWNER/REPO; the images are named REPOSITORY/todo-backend and
   * REPOSITORY/todo-frontend
   * @param git the checkout, for the tags and the version; it has to be clean, but for a dry run
   * @param project the tools and the module
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param exceptions the findings that are let pass, as in scan
   * @param origin the same checkout, for the address of its origin alone
   * @param username user of the registry
   * @param password their password or token: env:NAME, file:PATH or cmd:COMMAND
   * @param dryRun do everything but ask or change the registry
   * @param force move a version tag that names another digest; the report says which
   * @param signingKey private key to sign with, as cosign generate-key-pair writes it: env:NAME or file:PATH. No service is asked
   * @param signingPassword the key's password: env:NAME
   * @param identityToken OIDC token to sign with in the key's place: env:NAME. Sigstore certifies and publicly logs it
   * @param builder URI of who runs this, for the provenance
   * @param ref the ref that was pushed, as in tag
   * @param failOn the least severity of a known vulnerability that stops the release
   * @param onlyFixed leave out findings that no version fixes yet
   * @param db vulnerability database, as in scan
   * @param dbMaxAge how old the database may be, in days
   * @param format for people or for programs
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of both images
   * @param platform one or several, such as linux/amd64,linux/arm64; of several, each image is one index
   * @param registryService the registry itself, where it is a service and not reached by its name
   */
  @func({ cache: 'never' })
  async publish(
    repository: string,
    @argument({ defaultPath: '/' }) git: GitRepository,
    @argument({ defaultPath: '/', ignore: PROJECT_SOURCE }) project: Directory,
    @argument({ defaultPath: '/services/backend', ignore: SERVICE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: SERVICE_SOURCE }) frontend: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.yaml' }) exceptions: File,
    @argument({ defaultPath: '/', ignore: GIT_CONFIG }) origin: Directory,
    username?: string,
    password?: Secret,
    dryRun: boolean = false,
    force: boolean = false,
    signingKey?: Secret,
    signingPassword?: Secret,
    identityToken?: Secret,
    builder: string = BUILDER,
    ref?: string,
    failOn: Severity = Severity.High,
    onlyFixed: boolean = false,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    format: Format = Format.Markdown,
    apiUrl: string = API_URL,
    nodeImage: string = NODE_IMAGE,
    platform: string[] = ['linux/amd64'],
    registryService?: Service,
  ): Promise<string> {
    const to = registry({ repository, username, password, service: registryService })
    const build = { apiUrl, nodeImage, platforms: platforms(platform) }
    if (!dryRun) await requireCommitted(git)
    const [made, by, read] = await Promise.all([
      readAll(git, origin, ref),
      signer({ key: signingKey, password: signingPassword, identityToken }),
      readExceptions(exceptions),
    ])
    const policy = { scanner: Scanner.Grype, failOn, onlyFixed, exceptions: read, db, dbMaxAge }
    const options = { ...made, ...build, to, policy, dryRun, force, signer: by, builder }
    return formatted(await publishImages({ project, backend, frontend }, options), format)
  }

  /**
   * Check that a published image is whole, signed, and made as it says: signature, provenance, scan and SBOM.
   *
   * @param image HOST/PATH/NAME[:TAG]@sha256:…; with a tag, that must name the digest still
   * @param key public key of who signed
   * @param identity whom the certificate has to name, where it was signed by an identity and not by a key
   * @param issuer who vouched for that identity
   * @param commit the full commit id that it has to be made of
   * @param builder who has to have built it
   * @param username user of the registry
   * @param password their password or token: env:NAME, file:PATH or cmd:COMMAND
   * @param registryService the registry itself, where it is a service and not reached by its name
   */
  @func({ cache: 'never' })
  async verify(
    image: string,
    key?: File,
    identity?: string,
    issuer?: string,
    commit?: string,
    builder?: string,
    username?: string,
    password?: Secret,
    registryService?: Service,
  ): Promise<string> {
    const what = reference(image)
    const by = await verifier({ key, identity, issuer })
    const from = registry({ repository: what.address, username, password, service: registryService })
    const { checks } = await verify(what, { ...by, commit, builder }, from)
    return [`${image} is what it says:`, ...checks.map((check) => `passed  ${check}`), ''].join('\n')
  }

  /**
   * Two builds of the same sources, one of them with nothing cached, are the same digests.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   */
  @func()
  @check()
  async reproducible(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
  ): Promise<void> {
    await compareBuilds({ backend, frontend }, NODE_IMAGE, API_URL)
  }

  /**
   * The Kubernetes manifests of a published version, every image by its digest.
   *
   * `dagger call manifests --version=v1.2.3 export --path=manifests`, then `kubectl apply -k manifests`. The digests are those
   * that the registry has for the version, since that is where a cluster pulls from.
   *
   * @param version what to deploy: a tag that never moves, such as v1.2.3 or git-abc1234
   * @param source the manifests and the configuration of PostgreSQL
   * @param git the checkout, for the place of its origin
   * @param overlay production or minikube
   * @param repository where the images are: HOST/PATH, as in publish. Default: ghcr.io/OWNER/REPO of git's origin
   * @param username user of the registry
   * @param password their password or token: env:NAME, file:PATH or cmd:COMMAND
   * @param backendDigest the backend's digest, from the release report, so that the registry is not asked
   * @param frontendDigest the frontend's digest, likewise
   * @param registryService the registry itself, where it is a service and not reached by its name
   */
  @func({ cache: 'never' })
  async manifests(
    version: string,
    @argument({ defaultPath: '/', ignore: MANIFEST_SOURCE }) source: Directory,
    @argument({ defaultPath: '/', ignore: GIT_CONFIG }) git: Directory,
    overlay: string = 'production',
    repository?: string,
    username?: string,
    password?: Secret,
    backendDigest?: string,
    frontendDigest?: string,
    registryService?: Service,
  ): Promise<Directory> {
    const origin = async () => repositoryOfOrigin(await git.file('.git/config').contents())
    const from = registry({
      repository: repository ?? (await origin()),
      username,
      password,
      service: registryService,
    })
    return await manifests(
      source,
      { version, overlay, digests: { backend: backendDigest, frontend: frontendDigest } },
      from,
    )
  }

  /**
   * The digests that the tags of ci/src/project/versions.ts name in their registries today, whatever is pinned.
   *
   * `dagger call image-pins export --path=ci/image-pins.json` pins every image by digest: from then on a tag that moves changes nothing
   * until that file does. `{}` in it pins nothing.
   */
  @func({ cache: 'never' })
  async imagePins(): Promise<File> {
    return await currentPins()
  }

  /**
   * The whole application with its own PostgreSQL: `dagger call up up`, then http://localhost:3000 and http://localhost:8000/docs.
   *
   * Data and secrets are made for the call and end with it.
   *
   * @param backend folder of the backend
   * @param frontend folder of the frontend
   * @param nodeImage base of both images
   */
  @func({ cache: 'never' })
  async up(
    @argument({ defaultPath: '/services/backend', ignore: IMAGE_SOURCE }) backend: Directory,
    @argument({ defaultPath: '/services/frontend', ignore: IMAGE_SOURCE }) frontend: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Service> {
    return await resolved(stack(images({ backend, frontend }, nodeImage, API_URL), nodeImage))
  }
}

const readExceptions = async (file: File) => checkExceptions(await readYaml(file), day(new Date()))
