/*
 * Labels as single-cell catalogs use them, most frequent first. The identifiers that go with them in
 * the generated catalog are made up; only their shape is real.
 */
const list = (text: string): readonly string[] =>
  text
    .split(/[\n;]/)
    .map((label) => label.trim())
    .filter((label) => label !== '');

export const ORGANISMS = list(`
Homo sapiens; Mus musculus; Macaca mulatta; Danio rerio; Drosophila melanogaster; Rattus norvegicus
Callithrix jacchus; Sus scrofa; Gallus gallus; Caenorhabditis elegans; Microcebus murinus
Pan troglodytes; Oryctolagus cuniculus; Saccharomyces cerevisiae; Arabidopsis thaliana`);

export const ASSAYS = list(`
10x 3' v3; 10x 3' v2; 10x 5' v1; Smart-seq2; 10x multiome; 10x 5' v2; 10x 3' v1; Visium Spatial Gene Expression
Slide-seqV2; Drop-seq; Seq-Well; sci-RNA-seq; CEL-seq2; microwell-seq; BD Rhapsody Whole Transcriptome Analysis
MARS-seq; inDrop; Smart-seq v4; 10x Flex; Parse Evercode; Xenium; MERFISH; CosMx SMI; GEXSCOPE technology
SPLiT-seq; STRT-seq; ScaleBio single cell RNA sequencing; TruDrop; Patch-seq; Seq-Well S3; sci-RNA-seq3
mCT-seq; methylC-seq; snmC-seq2; 10x scATAC-seq; sci-Plex; Quartz-seq; TruSeq; cryo-electron tomography
light-sheet microscopy; confocal microscopy; optical pooled screen; Perturb-seq; CITE-seq; SHARE-seq; Stereo-seq`);

export const TISSUES = list(`
blood; lung; brain; kidney; heart left ventricle; liver; bone marrow; prefrontal cortex; breast; retina; skin of body
colon; pancreas; spleen; small intestine; thymus; hippocampal formation; cortex of kidney; primary motor cortex
cerebral cortex; lymph node; adipose tissue; placenta; ovary; prostate gland; testis; stomach; esophagus; trachea
nose; bronchus; skeletal muscle tissue; cerebellum; hypothalamus; midbrain; thalamus; amygdala; substantia nigra
middle temporal gyrus; dorsolateral prefrontal cortex; primary visual cortex; entorhinal cortex; white matter
spinal cord; dorsal root ganglion; eye; cornea; lens of camera-type eye; choroid; macula lutea proper
renal medulla; renal papilla; ureter; urinary bladder; urethra; heart right ventricle; left cardiac atrium
right cardiac atrium; interventricular septum; apex of heart; aorta; coronary artery; vasculature; ileum; jejunum
duodenum; caecum; transverse colon; sigmoid colon; rectum; vermiform appendix; Peyer's patch; mucosa of stomach
gingiva; tongue; hard palate; soft palate; saliva; parotid gland; submandibular gland; tonsil; palatine tonsil
thyroid gland; adrenal gland; pituitary gland; pineal gland; parathyroid gland; islet of Langerhans; gallbladder
common bile duct; mesenteric lymph node; thoracic lymph node; inguinal lymph node; umbilical cord blood; umbilical cord
amniotic fluid; decidua; endometrium; myometrium; uterine cervix; fallopian tube; vagina; mammary gland
epididymis; seminal vesicle; subcutaneous adipose tissue; visceral fat; brown adipose tissue; omentum; peritoneum
pleural effusion; ascitic fluid; cerebrospinal fluid; synovial fluid; synovial membrane of synovial joint; cartilage
bone tissue; bone spine; tendon; diaphragm; muscle of abdomen; muscle of leg; fovea centralis; yolk sac; embryo
limb bud; neural tube; neural crest; telencephalon; diencephalon; hindbrain; medulla oblongata; pons; striatum
caudate nucleus; putamen; nucleus accumbens; globus pallidus; claustrum; anterior cingulate cortex; insular cortex
occipital cortex; parietal cortex; temporal cortex; frontal lobe; olfactory bulb; choroid plexus; meninx
lower lobe of left lung; upper lobe of right lung; parenchyma of lung; alveolus of lung; pulmonary artery; respiratory airway
nasal cavity; nasopharynx; oral cavity; scalp; skin of leg; skin of forearm; skin of abdomen; dermis; epidermis; hair follicle
whole organism; head; leaf; root; abdomen; antenna; fat body; ovary follicle; wing disc; intestine; gill; fin`);

const LINEAGES = list(`
T cell; B cell; neuron; macrophage; fibroblast; endothelial cell; epithelial cell; monocyte; natural killer cell
dendritic cell; oligodendrocyte; astrocyte; microglial cell; plasma cell; neutrophil; mast cell; pericyte
smooth muscle cell; hepatocyte; cardiomyocyte; keratinocyte; melanocyte; enterocyte; goblet cell; basal cell
ciliated cell; club cell; pneumocyte; podocyte; stem cell; progenitor cell; erythrocyte; platelet; megakaryocyte
interneuron; pyramidal cell; granule cell; Purkinje cell; Schwann cell; Muller cell; photoreceptor cell
bipolar neuron; amacrine cell; ganglion cell; adipocyte; chondrocyte; osteoblast; myoblast; stromal cell
trophoblast cell; germ cell; Sertoli cell; Leydig cell; luminal cell; acinar cell; ductal cell; beta cell; alpha cell`);

const STATES = list(`
;CD4-positive, alpha-beta;CD8-positive, alpha-beta;naive;memory;activated;regulatory;mature;immature;effector
proliferating;classical;non-classical;tissue-resident;intermediate;glutamatergic;GABAergic;cortical`);

/** Some 900 cell types: lineages in the states in which they are told apart. */
export const CELL_TYPES: readonly string[] = ['', ...STATES].flatMap((state) =>
  LINEAGES.map((lineage) => (state === '' ? lineage : `${state} ${lineage}`)),
);

export const DISEASES = list(`
normal; COVID-19; Alzheimer disease; breast cancer; lung adenocarcinoma; glioblastoma; Crohn disease; Parkinson disease
type 2 diabetes mellitus; chronic kidney disease; pulmonary fibrosis; dilated cardiomyopathy; multiple sclerosis
systemic lupus erythematosus; colorectal cancer; ulcerative colitis; acute myeloid leukemia; rheumatoid arthritis
chronic obstructive pulmonary disease; melanoma; squamous cell lung carcinoma; B-cell acute lymphoblastic leukemia
interstitial lung disease; influenza; hepatocellular carcinoma; pancreatic ductal adenocarcinoma; renal cell carcinoma
ovarian cancer; prostate cancer; gastric cancer; neuroblastoma; Down syndrome; autism spectrum disorder; schizophrenia
epilepsy; amyotrophic lateral sclerosis; Huntington disease; frontotemporal dementia; Lewy body dementia; stroke disorder
myocardial infarction; arrhythmogenic right ventricular cardiomyopathy; hypertrophic cardiomyopathy; atherosclerosis
acute kidney failure; lupus nephritis; diabetic kidney disease; psoriasis; atopic dermatitis; systemic sclerosis; acne
asthma; cystic fibrosis; sarcoidosis; tuberculosis; pneumonia; malaria; HIV infectious disease; sepsis; dengue disease
age related macular degeneration; glaucoma; diabetic retinopathy; retinitis pigmentosa; cataract; keratoconus
endometriosis; polycystic ovary syndrome; preeclampsia; azoospermia; benign prostatic hyperplasia; celiac disease
Barrett esophagus; gastritis; cirrhosis of liver; primary sclerosing cholangitis; nonalcoholic fatty liver disease
type 1 diabetes mellitus; obesity disorder; anencephaly; trisomy 18; tuberous sclerosis; Rett syndrome; follicular lymphoma
multiple myeloma; chronic lymphocytic leukemia; myelodysplastic syndrome; sickle cell anemia; clonal hematopoiesis
Wilms tumor; rhabdomyosarcoma; osteosarcoma; ependymoma; medulloblastoma; meningioma; uveal melanoma; blastoma`);

export const STAGES = list(`
adult stage; unknown; 65-79 year-old stage; human adult stage; prenatal stage; 30-39 year-old stage; 8 week stage
50-59 year-old stage; newborn stage; 40-49 year-old stage; 80 year-old and over stage; fetal stage; 20-29 year-old stage
60-69 year-old stage; Carnegie stage 17; Theiler stage 24; infant stage; child stage; adolescent stage; 9th week post-fertilization stage
10th week post-fertilization stage; 14th week post-fertilization stage; 20 month-old stage; 3 month-old stage; embryonic stage
larval stage; pupal stage; organogenesis stage; na; middle aged stage; late adult stage; postnatal stage; 1-month-old stage`);

export const TISSUE_TYPES = [
  'tissue',
  'cell culture',
  'organoid',
  'cell line',
  'organelle',
] as const;

export const NAMESPACES = [
  'cellxgene',
  'tabula',
  'human-cell-atlas',
  'allen-brain',
  'billion-cells',
  'virtual-cells',
  'cryoet',
  'opencell',
  'zebrahub',
  'community',
] as const;

export const DOMAINS = [
  'single cell',
  'spatial transcriptomics',
  'imaging',
  'cryoET',
  'perturbation',
  'proteomics',
] as const;

/** Words of titles and descriptions, most frequent first. */
export const PROSE = list(
  `cells;single;cell;data;atlas;human;gene;expression;nuclei;samples;donors;analysis;transcriptome;study;tissue;disease
development;reveals;profiling;healthy;patients;RNA;sequencing;spatial;immune;integrated;across;regions;populations;types
response;dataset;mapping;heterogeneity;landscape;molecular;reference;markers;subset;annotation;cluster;states;adult;age
embryonic;infection;tumor;microenvironment;chronic;inflammation;differentiation;trajectory;regulatory;networks;pathways
signaling;genetic;variation;control;compared;severe;mild;treatment;therapy;resistance;progression;metastasis;primary
culture;organoids;stem;progenitors;lineage;fate;regeneration;injury;repair;fibrosis;vascular;neuronal;glial;cortical
layers;synaptic;epithelial;stromal;endothelial;myeloid;lymphoid;activation;exhaustion;memory;antibody;vaccine;viral
bacterial;microbiome;metabolic;diet;exercise;circadian;sex;differences;ancestry;diverse;cohort;longitudinal;biopsies
surgery;resection;postmortem;frozen;fresh;dissociation;enriched;sorted;unsorted;filtered;raw;counts;normalized;quality
doublets;ambient;batch;corrected;embedding;clusters;resolution;deep;learning;model;foundation;benchmark;prediction
perturbation;screen;CRISPR;knockout;overexpression;drug;compound;dose;timepoint;hours;days;weeks;months;comprehensive
systematic;unbiased;multimodal;multiomic;chromatin;accessibility;methylation;protein;surface;epitopes;receptor;repertoire
clonotype;imaging;microscopy;tomography;segmentation;morphology;subcellular;organelle;membrane;mitochondria;ribosome
cytoskeleton;nucleus;transcription;factors;enhancers;promoters;splicing;isoforms;noncoding;evolution;species;conserved
comparative;primate;mouse;zebrafish;fly;worm;plant;yeast;tree;map;census;resource;consortium;initiative;program;project`,
);

export const FAMILY_NAMES = list(
  `Smith;Wang;Li;Garcia;Muller;Nguyen;Kim;Patel;Rossi;Silva;Tanaka;Cohen;Ivanov;Haniffa;Teichmann;Regev;Quake;Linnarsson
Theis;Satija;Macosko;Shalek;Zeng;Lein;Pisco;Wyss-Coray;Shendure;Trapnell;Kriegstein;Seelig;Chen;Zhang;Liu;Yang;Huang
Zhao;Wu;Zhou;Sato;Suzuki;Park;Lee;Choi;Singh;Kumar;Sharma;Khan;Ali;Hassan;Okafor;Mensah;Dlamini;Novak;Kowalski;Svensson
Hansen;Jensen;Larsen;Virtanen;Dubois;Moreau;Bernard;Fernandez;Lopez;Martinez;Gonzalez;Santos;Costa;Ferrari;Bianchi`,
);
