import ArgumentParser

/// The options of every command that may talk to the API: the store, and where the API is.
struct Endpoint: ParsableArguments {
    @OptionGroup(title: OptionSection.store) var storage: Storage
    @OptionGroup(title: OptionSection.freshness) var freshness: FreshnessOptions

    @Option(help: ArgumentHelp("Base URL of the API; default $GOOGLE_GEMINI_BASE_URL, else Google's.", valueName: "url"))
    var baseUrl: String?

    @Flag(help: "Ask Vertex AI instead of the Developer API.")
    var vertex = false

    @Option(
        help: ArgumentHelp("Vertex AI: the project; default $GOOGLE_CLOUD_PROJECT, else the credentials' own.", valueName: "id"))
    var project: String?

    @Option(help: ArgumentHelp("Vertex AI: the location; default $GOOGLE_CLOUD_LOCATION, else global.", valueName: "name"))
    var location: String?

    @Option(
        help: ArgumentHelp(
            "Vertex AI: a service account's key, or another credentials file; default Google's application default credentials.",
            valueName: "file"), completion: .file())
    var credentials: String?

    @Option(
        help: ArgumentHelp("Vertex AI: a file that holds an access token; default $GOOGLE_ACCESS_TOKEN.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Flag(name: .shortAndLong, help: "No progress on standard error.")
    var quiet = false
}
