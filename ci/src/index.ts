/**
 * Builds, tests, scans, tags and publishes the images of a Todo Chatbot.
 *
 * The verbs are build, test, scan, tag and publish. Each does the same on a laptop and in CI. `dagger call VERB --help` lists its options.
 */

// The SDK parses all types anew at each call that is not cached. Those of browsers, two thirds of them, are left out.
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
import { imageTable } from './build/image-table.js'
import { ociLayouts } from './build/oci-layout.js'
import { platforms, targets } from './build/platforms.js'
import { checkContract } from './check/contract/check.js'
import { compareRecipes } from './check/dockerfiles.js'
import { compareBuilds } from './check/reproducible.js'
import { reports, run, runAll } from './check/run.js'
import { currentPins, resolved } from './project/base-container.js'
import { explainsLostPins } from './project/image-pins.js'
import { images, serviceImage } from './project/images.js'
import { LOCAL_API_URL, serviceName } from './project/services.js'
import {
  CHECKOUT_SOURCE,
  GIT_CONFIG,
  GIT_ONLY,
  IMAGE_SOURCE,
  MANIFEST_SOURCE,
  serviceSources,
} from './project/sources.js'
import { stack } from './project/stack.js'
import { endToEndSteps, integrationSteps, lintSteps, typecheckSteps, unitSteps } from './project/steps.js'
import { NODE_IMAGE } from './project/versions.js'
import { readCheckout, readGitInfo, requireCommitted } from './release/git.js'
import { manifests, repositoryOfOrigin } from './release/manifests.js'
import { planRelease } from './release/plan.js'
import { publishImages } from './release/publish.js'
import { parseRegistry } from './release/registry.js'
import { planReport } from './release/report.js'
import { Format, formatReport } from './release/report-markdown.js'
import { readSigner } from './release/sign.js'
import { tagTable } from './release/tag-table.js'
import { imageTags } from './release/tags.js'
import { readTrustedSigner } from './release/trust.js'
import { parseReference, verify } from './release/verify.js'
import { readExceptions } from './scan/exceptions.js'
import { Scanner, Severity } from './scan/policy.js'
import { gate, reportsOf, scanImages } from './scan/scan.js'

/** In days, as Grype has it: https://github.com/anchore/grype#vulnerability-database */
const DB_MAX_AGE = 5

@object()
@explainsLostPins
export class TodoChatbot {
  /**
   * Build the images of all services in parallel and list user, ports and size above the base of each.
   *
   * @param checkout the services
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of the images; node:20-alpine builds too
   * @param platform one or several, such as linux/amd64,linux/arm64; no program of another platform runs, so none is emulated
   */
  @func()
  async build(
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    apiUrl: string = LOCAL_API_URL,
    nodeImage: string = NODE_IMAGE,
    platform: string[] = ['linux/amd64'],
  ): Promise<string> {
    const built = (await targets(platforms(platform), nodeImage)).map(({ name, targetPlatform }) => ({
      platform: name,
      images: images(serviceSources(checkout), nodeImage, apiUrl, targetPlatform),
    }))
    return await imageTable(built, nodeImage)
  }

  /**
   * The image of one service, to chain: export-image, as-tarball, terminal.
   *
   * @param service a folder of services, such as backend
   * @param checkout the services
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of the image
   */
  @func()
  async image(
    service: string,
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    apiUrl: string = LOCAL_API_URL,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Container> {
    const name = serviceName(service)
    return await resolved(serviceImage(name, serviceSources(checkout)[name], nodeImage, apiUrl))
  }

  /**
   * Run all checks: lint, typecheck, unit, integration, end-to-end, recipes and contract, as `dagger check` does one by one.
   *
   * It stops at the first failure and prints its output. Checks that need no running service come first.
   *
   * @param checkout the tools, the module and the services
   * @param nodeImage the image that the checks run on
   */
  @func()
  async test(
    @argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<string> {
    return await runAll(checkout, nodeImage, LOCAL_API_URL)
  }

  /**
   * The JUnit reports of all tests, of failed ones too: `dagger call test-reports export --path=reports`.
   *
   * After `test`, a step that passed does not run again.
   *
   * @param checkout the tools, the module and the services
   * @param nodeImage the image that the tests run on
   */
  @func()
  async testReports(
    @argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Directory> {
    const lists = [unitSteps, integrationSteps, endToEndSteps]
    return await reports(lists.flatMap((list) => list(checkout, nodeImage, LOCAL_API_URL)))
  }

  /**
   * Check format and lint rules everywhere.
   *
   * @param checkout the tools, the module and the services
   */
  @func()
  @check()
  async lint(@argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory): Promise<void> {
    await run(lintSteps(checkout, NODE_IMAGE, LOCAL_API_URL))
  }

  /**
   * Check the types of the module and of each service.
   *
   * @param checkout the tools, the module and the services
   */
  @func()
  @check()
  async typecheck(@argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory): Promise<void> {
    await run(typecheckSteps(checkout, NODE_IMAGE, LOCAL_API_URL))
  }

  /**
   * Run the unit tests of the module and of each service.
   *
   * @param checkout the tools, the module and the services
   */
  @func()
  @check()
  async unit(@argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory): Promise<void> {
    await run(unitSteps(checkout, NODE_IMAGE, LOCAL_API_URL))
  }

  /**
   * Run the integration tests of each built service, with a real PostgreSQL.
   *
   * @param checkout the tools, the module and the services
   */
  @func()
  @check()
  async integration(@argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory): Promise<void> {
    await run(integrationSteps(checkout, NODE_IMAGE, LOCAL_API_URL))
  }

  /**
   * Run the whole application in a real browser: accounts, todos, chat, and each dependency stopped and started again.
   *
   * @param checkout the tools, the module and the services
   */
  @func()
  @check()
  async endToEnd(@argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory): Promise<void> {
    await run(endToEndSteps(checkout, NODE_IMAGE, LOCAL_API_URL))
  }

  /**
   * Check that the Dockerfiles make the same images as this module: the same configuration and files.
   *
   * @param checkout the tools, the module and the services
   */
  @func()
  @check()
  async recipes(@argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory): Promise<void> {
    await compareRecipes(serviceSources(checkout), NODE_IMAGE, LOCAL_API_URL)
  }

  /**
   * Check that all images keep the contract (docs/contract.md).
   *
   * It reads their configuration, files and size, and runs them by an OCI runtime with a read-only root, no capabilities, no new privileges
   * and a seccomp filter, while their dependency runs, is stopped and runs again.
   *
   * @param checkout the services
   * @param nodeImage base of the images
   */
  @func()
  @check()
  async contract(
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<string> {
    return await checkContract(images(serviceSources(checkout), nodeImage, LOCAL_API_URL), nodeImage)
  }

  /**
   * Look up the packages of all images in a vulnerability database, and fail at findings of a severity or worse.
   *
   * @param checkout the services
   * @param exceptions the accepted findings, each with a reason and an expiry date
   * @param scanner grype reads the SBOM that Syft makes, trivy the image itself
   * @param failOn the lowest severity that fails the scan
   * @param onlyFixed leave out findings that no version fixes yet
   * @param db vulnerability database, so that the same call gives the same answer: for Grype a vulnerability.db or an archive
   * that grype db import reads, for Trivy the db.tar.gz that it downloads. Default: the scanner's own, at most a day old
   * @param dbMaxAge highest age of the database, in days
   * @param nodeImage base of the images
   */
  @func({ cache: 'never' })
  async scan(
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.json' }) exceptions: File,
    scanner: Scanner = Scanner.Grype,
    failOn: Severity = Severity.High,
    onlyFixed: boolean = false,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    nodeImage: string = NODE_IMAGE,
  ): Promise<string> {
    const policy = { scanner, failOn, onlyFixed, exceptions: await readExceptions(exceptions), db, dbMaxAge }
    const built = images(serviceSources(checkout), nodeImage, LOCAL_API_URL)
    return gate(await scanImages(ociLayouts(built), policy))
  }

  /**
   * The SBOMs (SPDX, CycloneDX) and the scanner's findings (JSON, SARIF) of all images. Findings do not make it fail.
   *
   * @param checkout the services
   * @param exceptions the accepted findings, as in scan
   * @param scanner grype or trivy
   * @param db vulnerability database, as in scan
   * @param dbMaxAge highest age of the database, in days
   * @param nodeImage base of the images
   */
  @func({ cache: 'never' })
  async scanReports(
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.json' }) exceptions: File,
    scanner: Scanner = Scanner.Grype,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Directory> {
    const accepted = await readExceptions(exceptions)
    const policy = { scanner, failOn: Severity.Critical, onlyFixed: false, exceptions: accepted, db, dbMaxAge }
    const built = images(serviceSources(checkout), nodeImage, LOCAL_API_URL)
    return reportsOf(await scanImages(ociLayouts(built), policy))
  }

  /**
   * The files of test-reports and scan-reports in the folders tests and scans, for CI to keep.
   *
   * @param checkout the tools, the module and the services
   * @param exceptions the accepted findings, as in scan
   * @param db vulnerability database, as in scan
   * @param dbMaxAge highest age of the database, in days
   * @param nodeImage base of the images
   */
  @func({ cache: 'never' })
  async reports(
    @argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.json' }) exceptions: File,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Directory> {
    const [tests, scans] = await Promise.all([
      this.testReports(checkout, nodeImage),
      this.scanReports(checkout, exceptions, Scanner.Grype, db, dbMaxAge, nodeImage),
    ])
    return dag.directory().withDirectory('tests', tests).withDirectory('scans', scans)
  }

  /**
   * List the tags that the images of this commit get, one a line, from git alone.
   *
   * @param git the .git folder of the checkout, which may be shallow
   * @param ref the ref that was pushed (refs/heads/main, refs/tags/v1.2.3, refs/pull/7/merge). Default: the one that is checked out
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
   * Show what publish would release: tags, digests, sizes and gates. It needs no login, runs no test and pushes nothing.
   *
   * @param git the .git folder of the checkout, for the tags and the version
   * @param checkout the services
   * @param repository where the images go, as in publish
   * @param ref the ref that was pushed, as in tag
   * @param format markdown for people, json for programs
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of the images
   * @param platform one or several, such as linux/amd64,linux/arm64; with several, each image is one index
   */
  @func()
  async plan(
    @argument({ defaultPath: '/', ignore: GIT_ONLY }) git: Directory,
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    repository?: string,
    ref?: string,
    format: Format = Format.Markdown,
    apiUrl: string = LOCAL_API_URL,
    nodeImage: string = NODE_IMAGE,
    platform: string[] = ['linux/amd64'],
  ): Promise<string> {
    const options = { apiUrl, nodeImage, platforms: platforms(platform) }
    const gitInfo = await readGitInfo(git.asGit(), git, ref)
    const planned = await planRelease(serviceSources(checkout), { ...gitInfo, ...options })
    return formatReport(planReport(planned, repository ? parseRegistry({ repository }).repository : undefined), format)
  }

  /**
   * Test, build and scan all images, push them by digest, attest and sign them, then move their tags and read every one back.
   *
   * Nothing is pushed unless all checks passed, and a version tag never moves to another digest.
   *
   * @param repository where the images go: HOST/PATH, such as ghcr.io/OWNER/REPO; each image is named REPOSITORY/NAME
   * @param git the checkout, for the tags and the version; without uncommitted changes, except for a dry run
   * @param checkout the tools, the module and the services
   * @param exceptions the accepted findings, as in scan
   * @param origin the git configuration of the checkout, for the address of its repository
   * @param username user of the registry
   * @param password their password or token: env:NAME, file:PATH or cmd:COMMAND
   * @param dryRun do everything except contact the registry
   * @param force move a version tag that names another digest; the report says which
   * @param signingKey private key to sign with, as cosign generate-key-pair writes it: env:NAME or file:PATH. No service is contacted
   * @param signingPassword the key's password: env:NAME
   * @param identityToken OIDC token to sign with instead of a key: env:NAME. Sigstore certifies it and logs it publicly
   * @param builder URI of the builder, for the provenance. Default: the release of the Dagger engine
   * @param ref the ref that was pushed, as in tag
   * @param failOn the lowest severity of a known vulnerability that stops the release
   * @param onlyFixed leave out findings that no version fixes yet
   * @param db vulnerability database, as in scan
   * @param dbMaxAge highest age of the database, in days
   * @param format markdown for people, json for programs
   * @param apiUrl address of the backend for browsers, frozen into the frontend (NEXT_PUBLIC_API_URL)
   * @param nodeImage base of the images
   * @param platform one or several, such as linux/amd64,linux/arm64; with several, each image is one index
   * @param registryService the registry as a service, where the engine can't reach it by its name
   */
  @func({ cache: 'never' })
  async publish(
    repository: string,
    @argument({ defaultPath: '/' }) git: GitRepository,
    @argument({ defaultPath: '/', ignore: CHECKOUT_SOURCE }) checkout: Directory,
    @argument({ defaultPath: '/ci/vulnerability-exceptions.json' }) exceptions: File,
    @argument({ defaultPath: '/', ignore: GIT_CONFIG }) origin: Directory,
    username?: string,
    password?: Secret,
    dryRun: boolean = false,
    force: boolean = false,
    signingKey?: Secret,
    signingPassword?: Secret,
    identityToken?: Secret,
    builder?: string,
    ref?: string,
    failOn: Severity = Severity.High,
    onlyFixed: boolean = false,
    db?: File,
    dbMaxAge: number = DB_MAX_AGE,
    format: Format = Format.Markdown,
    apiUrl: string = LOCAL_API_URL,
    nodeImage: string = NODE_IMAGE,
    platform: string[] = ['linux/amd64'],
    registryService?: Service,
  ): Promise<string> {
    const target = parseRegistry({ repository, username, password, service: registryService })
    const build = { apiUrl, nodeImage, platforms: platforms(platform) }
    if (!dryRun) await requireCommitted(git)
    const [gitInfo, readySigner, accepted] = await Promise.all([
      readGitInfo(git, origin, ref),
      readSigner({ key: signingKey, password: signingPassword, identityToken }),
      readExceptions(exceptions),
    ])
    const policy = { scanner: Scanner.Grype, failOn, onlyFixed, exceptions: accepted, db, dbMaxAge }
    const options = { ...gitInfo, ...build, registry: target, policy, dryRun, force, signer: readySigner, builder }
    return formatReport(await publishImages(checkout, options), format)
  }

  /**
   * Check that a published image is intact, signed, and built as its attestations say: signature, provenance, scan and SBOM.
   *
   * @param image HOST/PATH/NAME[:TAG]@sha256:…; a tag has to name the digest still
   * @param key public key of the signer
   * @param identity the identity in the signer's certificate, where the image was signed without a key
   * @param issuer the issuer of that identity
   * @param commit the full id of the commit that it has to be built from
   * @param builder the builder that the provenance has to name
   * @param username user of the registry
   * @param password their password or token: env:NAME, file:PATH or cmd:COMMAND
   * @param registryService the registry as a service, where the engine can't reach it by its name
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
    const parsed = parseReference(image)
    const trusted = await readTrustedSigner({ key, identity, issuer })
    const target = parseRegistry({ repository: parsed.address, username, password, service: registryService })
    const { checks } = await verify(parsed, { ...trusted, commit, builder }, target)
    return [`${image} is what it says:`, ...checks.map((check) => `passed  ${check}`), ''].join('\n')
  }

  /**
   * Check that two builds of the same sources, one of them without any cache, give the same digests.
   *
   * @param checkout the services
   */
  @func()
  @check()
  async reproducible(@argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory): Promise<void> {
    await compareBuilds(serviceSources(checkout), NODE_IMAGE, LOCAL_API_URL)
  }

  /**
   * The Kubernetes manifests of a published version, with every image by its digest.
   *
   * `dagger call manifests --version=v1.2.3 export --path=manifests`, then `kubectl apply -k manifests`. The digests are those in
   * the registry, since clusters pull from there.
   *
   * @param version the version to deploy: a tag that never moves, such as v1.2.3 or git-abc1234
   * @param source the manifests and the configuration of PostgreSQL
   * @param git the git configuration of the checkout, for the address of its repository
   * @param overlay production or minikube
   * @param repository where the images are: HOST/PATH, as in publish. Default: ghcr.io/OWNER/REPO of git's origin
   * @param username user of the registry
   * @param password their password or token: env:NAME, file:PATH or cmd:COMMAND
   * @param digest digests from the release report, such as todo-backend=sha256:…; the registry is asked for the others
   * @param registryService the registry as a service, where the engine can't reach it by its name
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
    digest: string[] = [],
    registryService?: Service,
  ): Promise<Directory> {
    const origin = async () => repositoryOfOrigin(await git.file('.git/config').contents())
    const address = repository ?? (await origin())
    const target = parseRegistry({ repository: address, username, password, service: registryService })
    return await manifests(source, { version, overlay, digests: digest }, target)
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
   * The whole application with its own PostgreSQL: `dagger call up up`, then the pages on the frontend's port and /docs on the backend's.
   *
   * Data and secrets are made for the call and end with it.
   *
   * @param checkout the services
   * @param nodeImage base of the images
   */
  @func({ cache: 'never' })
  async up(
    @argument({ defaultPath: '/', ignore: IMAGE_SOURCE }) checkout: Directory,
    nodeImage: string = NODE_IMAGE,
  ): Promise<Service> {
    return await resolved(stack(images(serviceSources(checkout), nodeImage, LOCAL_API_URL), nodeImage))
  }
}
