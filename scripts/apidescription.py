"""What the scripts that read the API's description know beyond it: fields of Vertex AI and of newer clients,
proto names that break the rule, enum integers. Their tables would differ without one place for it."""
import re

# Fields of Vertex AI and of newer clients: "Message: name kind", a trailing * for a repeated field.
ADDITIONS = """
GenerateContentRequest: labels ignored, modelArmorConfig ModelArmorConfig
ModelArmorConfig: promptTemplateName text, responseTemplateName text
Blob: displayName text
FileData: displayName text
FunctionResponseBlob: displayName text
FunctionResponseFileData: displayName text, fileUri text, mimeType text
FunctionResponsePart: fileData FunctionResponseFileData, mediaResolution PartMediaResolution, videoMetadata VideoMetadata
Part: mediaProcessing text, audioTranscription data, speechMetadata data, documentMetadata data, spreadsheetMetadata data, audioMetadata data
PartMediaResolution: level MediaResolution, numTokens number
VideoMetadata: contentLayers text*
FunctionCall: partialArgs PartialArg*, willContinue flag
PartialArg: jsonPath text, numberValue number, stringValue text, boolValue flag, nullValue data, willContinue flag
Schema: additionalProperties data, ref text, defs map:Schema
GenerationConfig: audioTimestamp flag, routingConfig RoutingConfig, modelConfig ModelConfig, modelSelectionConfig ModelConfig
GenerationConfig: enableAffectiveDialog flag, responseFormat ResponseFormat*, translationConfig TranslationConfig
GenerationConfig: audioTranscriptionConfig AudioTranscriptionConfig, imageOutputOptions ImageOutputOptions
RoutingConfig: autoMode AutoRoutingMode, manualMode ManualRoutingMode
AutoRoutingMode: modelRoutingPreference RoutingPreference
ManualRoutingMode: modelName text
ModelConfig: featureSelectionPreference FeaturePreference
ResponseFormat: audio data, image data, text data, video data
TranslationConfig: echoTargetLanguage flag, targetLanguageCode text
AudioTranscriptionConfig: languageCodes text*, languageAuto data, languageHints data, customVocabulary text*, adaptationPhrases text*
AudioTranscriptionConfig: wordTimestamp flag, diarization flag, mode text, sourceText text
ImageConfig: personGeneration text, prominentPeople text, outputMimeType text, outputCompressionQuality number, imageOutputOptions ImageOutputOptions
ImageOutputOptions: mimeType text, compressionQuality number
VoiceConfig: replicatedVoiceConfig ReplicatedVoiceConfig, voice text
ReplicatedVoiceConfig: mimeType text, voiceSampleAudio bytes, consentAudio bytes, voiceConsentSignature VoiceConsentSignature
VoiceConsentSignature: signature text
SafetySetting: method HarmBlockMethod
Tool: retrieval Retrieval, enterpriseWebSearch EnterpriseWebSearch, parallelAiSearch ParallelAiSearch, exaAiSearch ExaAiSearch
GoogleSearch: excludeDomains text*, blockingConfidence PhishBlockThreshold
EnterpriseWebSearch: excludeDomains text*, blockingConfidence PhishBlockThreshold
GoogleMaps: authConfig secret, groundingTypes data
ParallelAiSearch: apiKey secret, enableDataRetention flag, enableZeroDataRetention flag, customConfigs data
ExaAiSearch: apiKey secret, customConfigs data
ComputerUse: enablePromptInjectionDetection flag, disabledSafetyPolicies text*
FileSearch: retrievalResources data, retrievalConfig data
FunctionCallingConfig: streamFunctionCallArguments flag
Retrieval: disableAttribution flag, vertexAiSearch VertexAISearch, vertexRagStore VertexRagStore, externalApi ExternalApi
ExternalApi: apiAuth secret, authConfig secret, apiSpec text, endpoint text, elasticSearchParams ElasticSearchParams, simpleSearchParams data
ElasticSearchParams: index text, numHits number, searchTemplate text
VertexAISearch: datastore text, engine text, maxResults number, filter text, dataStoreSpecs DataStoreSpec*
DataStoreSpec: dataStore text, filter text
VertexRagStore: ragCorpora text*, ragResources RagResource*, similarityTopK number, vectorDistanceThreshold number, ragRetrievalConfig RagRetrievalConfig, storeContext flag
RagResource: ragCorpus text, ragFileIds text*
RagRetrievalConfig: topK number, hybridSearch HybridSearch, filter RagFilter, ranking RagRanking
HybridSearch: alpha float
RagFilter: vectorDistanceThreshold number, vectorSimilarityThreshold number, metadataFilter text
RagRanking: rankService ManualRoutingMode, llmRanker ManualRoutingMode
EmbedContentRequest: autoTruncate trueIsAbsent, documentOcr flag, audioTrackExtraction flag, mimeType text, labels ignored
CountTokensRequest: instances data*
"""

# Proto names that are not their JSON name in snake case.
ALIASES = {"_responseJsonSchema": "response_json_schema_ordered"}

# Enum integers on Vertex AI where they differ from the Developer API's.
VERTEX_NUMBERS = {
    "HarmCategory": {"HARM_CATEGORY_UNSPECIFIED": 0, "HARM_CATEGORY_HATE_SPEECH": 1, "HARM_CATEGORY_DANGEROUS_CONTENT": 2,
                     "HARM_CATEGORY_HARASSMENT": 3, "HARM_CATEGORY_SEXUALLY_EXPLICIT": 4, "HARM_CATEGORY_CIVIC_INTEGRITY": 5,
                     "HARM_CATEGORY_JAILBREAK": 6},
    "TaskType": {"UNSPECIFIED": 0, "RETRIEVAL_QUERY": 2, "RETRIEVAL_DOCUMENT": 3, "SEMANTIC_SIMILARITY": 4, "CLASSIFICATION": 5,
                 "CLUSTERING": 6, "QUESTION_ANSWERING": 7, "FACT_VERIFICATION": 8, "CODE_RETRIEVAL_QUERY": 9},
    "FunctionCallingConfig.mode": {"MODE_UNSPECIFIED": 0, "AUTO": 1, "ANY": 2, "NONE": 3, "VALIDATED": 5},
    "HarmBlockMethod": {"HARM_BLOCK_METHOD_UNSPECIFIED": 0, "SEVERITY": 1, "PROBABILITY": 2},
    "RoutingPreference": {"UNKNOWN": 0, "PRIORITIZE_QUALITY": 1, "BALANCED": 2, "PRIORITIZE_COST": 3},
    "FeaturePreference": {"FEATURE_SELECTION_PREFERENCE_UNSPECIFIED": 0, "PRIORITIZE_QUALITY": 1, "BALANCED": 2,
                          "PRIORITIZE_COST": 3},
    "PhishBlockThreshold": {"PHISH_BLOCK_THRESHOLD_UNSPECIFIED": 0, "BLOCK_LOW_AND_ABOVE": 30, "BLOCK_MEDIUM_AND_ABOVE": 40,
                            "BLOCK_HIGH_AND_ABOVE": 50, "BLOCK_HIGHER_AND_ABOVE": 55, "BLOCK_VERY_HIGH_AND_ABOVE": 60,
                            "BLOCK_ONLY_EXTREMELY_HIGH": 100},
}
VERTEX_ONLY_ENUMS = ("HarmBlockMethod", "RoutingPreference", "FeaturePreference", "PhishBlockThreshold")

# Enums whose integers the description does not tell (values were added out of order): names only.
NAMES_ONLY = {"ThinkingConfig.thinkingLevel"}


def snake(name):
    return ALIASES.get(name) or re.sub(r"(?<!^)([A-Z])", lambda m: "_" + m.group(1).lower(), name)


def additions(text=ADDITIONS):
    """(message, [(field, kind)]) of each line of such a list; a kind ends in * where the field is repeated."""
    for line in text.strip().splitlines():
        message, _, rest = line.partition(":")
        yield message, [tuple(item.split()) for item in rest.split(",")]


def reference(schema):
    """The name of the schema that a property refers to; None where it refers to none."""
    target = schema.get("$ref") or (schema.get("allOf") or [{}])[0].get("$ref")
    return target and target.split("/")[-1]
