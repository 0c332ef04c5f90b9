//! What is known of names and titles before any page is read: enough for a page of one entry, and no dictionary.
//!
//! The lists were written down from general knowledge, by culture for the names and by field for the titles. They
//! train the spelling models and weigh little against what a page itself shows.

/// Given names common in many cultures, in lower case and without accents.
pub(super) const GIVEN_NAMES: &str = "\
    aaron abdul abhinav adam aditya adrian ahmed aisha akira alan albert alejandro aleksandr alessandro alex alexander \
    alexandra alexei alice ali alvaro amir amit ana anders andre andrea andreas andrew andrey angela anil anita anna \
    anne anthony antoine anton antonio ari arjun arthur arun ashish axel barbara bart beatrice ben benjamin bernard \
    bernd bin bing bjorn bo bob boris brian bruno carl carla carlos carlo carol caroline catherine cecilia chang chao \
    charles chen cheng chi chloe chris christian christina christine christoph christopher chuan claire clara claudia \
    claudio craig cristian daisuke dan daniel daniela david deepak dennis derek diana diego dieter dimitris dmitry \
    dominik don dong donald douglas duc edgar edoardo eduardo edward elena eli elias elisa elizabeth emanuele emily emma \
    enrico eric erik ernesto ethan eugene eva evan fabian fabio fan fang federico fei felix feng fernando filip \
    florian francesca francesco francisco frank franz fred frederic gabriel gang gary georg george georgios gerard gerhard \
    giovanni giulia giuseppe gonzalo grace graham greg guang guillaume guo gustavo guy haim hai han hannah hans hao \
    harald hassan he helen helena heng henrik henry herbert hiroshi hong hua huan hui hugo hyun ian igor ilya ingo irene \
    isaac isabel ivan jack jacob jae jakob jakub james jan jane jason javier jean jeff jeffrey jennifer jeremy jesse \
    jessica ji jia jian jiang jie jin jing joachim joan joao joel johan johannes john jonas jonathan jorge jose josef \
    joseph joshua juan judith julia julian julien jun jung jurgen kai karen karl katherine katja kazuki keith kelly ken \
    kenji kenneth kevin khaled kim klaus konstantin kristian kun kurt kyle lars laura laurent lei leo leon leonardo li \
    liang lin linda ling lisa liu lorenzo louis luca lucas lucia luis lukas luke maarten magnus manuel marc marcel marcin \
    marco marcus margaret maria mariana marie mario marius mark markus marta martin mary masashi mateusz mathias matteo \
    matthew matthias maurizio max maxim maya mehdi mei melanie michael michal michel michele miguel mikael mike milan min \
    ming mohamed mohammad monica muhammad nan naomi natalia nathan neil nicholas nick nicola nicolas nikolaos nikola nils \
    nina noah noam olga oliver olivier omar oscar pablo pamela paolo pascal patricia patrick paul paulo pavel pedro peng \
    peter petr philip philipp pierre pieter ping piotr prateek priya qi qiang qing quan rachel radu rafael rahul raj \
    rajesh ralf ramesh raul ravi raymond rebecca remi ren rene ricardo richard rita robert roberto robin rodrigo roger \
    rohan roland roman ron ronald rui ruth ryan samuel samy sandra sanjay sara sarah satoshi scott sean sebastian sergey \
    sergio shai shan shang shao sharon shaun shen sheng shi shin shu shuai simon simone sofia song sophie stefan stefania \
    stefano stephan stephen steve steven stuart sumit sun sung sunil susan sven taesung takashi tao tatiana ted teng \
    theodore thierry thomas tian tianyi tim timothy ting tobias todd tom tomas tomasz tong tony valentin valeria vera \
    victor vijay vikas vincent vincenzo viktor vinod vladimir volker walter wang wayne wei wen wenjie werner will william \
    wolfgang xi xia xian xiang xiao xiaodong xiaoyu xin xing xiong xu xuan xue yael yan yang yann yao yi yifan yihan yin ying \
    yong yoshua youssef yu yuan yuchen yue yuki yun yuri yusuke yves zachary ze zhang zhe zhen zheng zhi zhong zhou zhu zi \
    ziyang zoe zoltan";

/// Family names common in many cultures, in lower case and without accents; particles among them.
pub(super) const FAMILY_NAMES: &str = "\
    abe adams aggarwal agrawal ahmed albrecht alvarez anderson andersson ang arora bach bai baker banerjee bao barbosa \
    barnes bauer becker bell bennett berg bernstein bhattacharya bianchi black bauer bo bonnet brandt braun brown bruno \
    burke cai campbell cao carter castro chan chandra chang chao chatterjee chen cheng cheung chi choi chopra chou chow chu \
    clark cohen colombo cook cooper costa cruz cui da das davies davis de deng desai di dietrich ding dinh do dong du duan \
    dubois duong edwards ellis engel evans fan fang farid feng fernandez ferrari ferreira fischer fisher fleming flores fontaine \
    foster fox franco frank friedman fu fuchs fujii fukuda gao garcia garg ge george ghosh gill gomez gonzalez goldberg \
    gordon graham gray green gu guan guo gupta gutierrez haas hall han hansen hao harris hartmann hasegawa hashimoto he \
    hernandez herrmann hill ho hoang hoffmann holmes hong hou howard hu hua huang huber hughes hunter hwang ibrahim inoue islam ito \
    ivanov iyer jackson jain james jang janssen jensen jeong ji jia jiang jin johansson johnson jones jordan joshi jung kahn kang \
    kaplan kapoor karlsson kato kaufmann kelly khan kim king kita klein knight koch kobayashi kong koh kovacs kowalski kraus \
    krause krishnan kumar kuo kwon la lai lam lang larsen larsson lau laurent law le lee lehmann lei leonard levin levy lewis li \
    liang liao lim lin ling liu lo long lopez lu lucas luo lyu ma mahajan maier malik marino martin martinez mason matsumoto mayer \
    mehta mei mendes meng meyer miao miller mishra mitchell miyazaki mohan moore morales moreau moreno morgan mori morris moser \
    mueller mukherjee muller murphy murray nair nakamura nelson neumann ng nguyen ni nielsen novak nowak olsen olsson ono ortiz \
    otto ou ozturk pan pandey papadopoulos park parker patel pavlov peng pereira perez perry pham phillips pi popescu porter prasad \
    price pu qi qian qin qiu rahman ramirez ramos rana rao reddy reed ren reyes ricci richter rivera roberts robinson rodriguez \
    rogers romano rose rosen ross rossi roth roy ruan ruiz russell russo saito sanchez santos sasaki sato schmid schmidt schmitt \
    schneider schubert schulz schwartz scott sen shah shao sharma shen shi shimizu shin silva simon singh smirnov smith sokolov song \
    sorensen stein stewart stone su suarez sun suzuki svensson takahashi tan tanaka tang tao taylor teng thomas thompson tian ting \
    torres tran tsai tu turner ueda van varga vargas vasquez verma vidal vogel von vu wagner wallace walker wang ward watanabe watson \
    weber wei weiss wen werner white williams wilson winter wolf wong wood wright wu xia xiang xiao xie xiong xu xue yadav yamada \
    yamamoto yan yang yao ye yi yildiz yin yoo yoon yoshida young yu yuan yue zeng zhai zhan zhang zhao zheng zhong zhou zhu zhuang \
    ziegler zimmermann zou";

/// Words that titles of papers use, in lower case: the commonest of English, then of the fields.
pub(super) const TITLE_WORDS: &str = "\
    a about across against all among an and any approach approaches are as at based be benchmark beyond between bounds by can \
    case challenge challenges data dataset design do does dynamic effect effects efficient empirical estimation evaluating \
    evaluation exploring fast few for framework from function functions general generation guided high how improved improving in \
    information inference into introduction is it its joint large learning less level limits local look low making matter method \
    methods model modeling models more multi need networks neural new not novel of on one online open optimal or over overview \
    perspective prediction problem problems processes processing properties rates real recognition report research review robust \
    scale scaling search self shot simple single some space sparse statistical study survey system systems task tasks than that the \
    their theory through time to toward towards training two understanding under unified unsupervised use using via view we what \
    when where which why with without work world you your zero \
    accuracy action adaptation adaptive adversarial agents alignment algorithm algorithms analysis analytics anomaly application \
    applications architecture architectures artificial assessment association attack attacks attention autoencoders automated \
    automatic autonomous bandits bayesian behavior bias binary biology brain camera captioning causal chains channel character \
    circuits classification classifiers cloud clustering code codes coding cognitive color communication communities comparison \
    completion complex complexity compression computation computer computing conditions consistency constraints contexts control \
    controllers convergence convex convolution convolutional cooperation correction correspondence cost coverage decision decoding \
    decomposition deep defense delay denoising dense depth descent description detection determination devices diagnosis dialogue \
    diffusion dimension dimensionality discovery discrimination distance distillation distributed distribution distributions \
    diversity document documents domain domains driving drift dynamics editing embedding embeddings encoders energy engineering \
    ensembles entropy environment environments equations equilibrium error errors estimators evidence evolution exchange experiments \
    explanations exploration expression extraction face factorization failure fairness feature features federated feedback fields \
    filtering filters finite flow flows fusion games gaussian generalization generative geometry gesture gradients grammars graph \
    graphs grasping group growth guarantees hashing health hierarchical human humans hypotheses identification image images imaging \
    imitation independence indexing induction industry influence initialization inputs integration intelligence interaction \
    interactions interface interpolation interpretability interpretation inverse journal kernel kernels knowledge labeling labels \
    language languages layers light linear localization logic logics long loss losses machine machines manifolds manipulation \
    mapping maps markov matching matrices matrix maximization means measurement measures mechanics mechanism mechanisms media medical \
    memory metric metrics mining mixture mobile molecules monitoring motion multimodal music natural navigation nets network noise \
    nonlinear norm normalization numbers object objects observation observations optical optimization oracle order outcomes \
    parameter parameters parsing particle partition path patterns performance physics planning platform point points policies policy \
    polynomials pooling pose power predictions preferences principle priors privacy probabilities probability programming programs \
    propagation proofs protein pruning quality quantization quantum queries question questions radar random ranking reading reasoning \
    reconstruction recommendation recovery reduction regression regret regularization reinforcement relations representation \
    representations resolution resources response results retrieval reward risk robot robotics robots rules safety sampling scene \
    scenes science segmentation selection semantic semantics sensing sensors sequence sequences series services shape shapes shift \
    signal signals similarity simulation simulations society software solution solutions solver sound spaces speech speed spectral \
    stability state states statistics stochastic storage strategies stream streams structure structures students style subspaces \
    supervision support surfaces surveillance synthesis target teams techniques technologies technology temporal tensor test testing \
    text texture theorem things topics tracking traffic trajectories trajectory transfer transform transformation transformations \
    transformers transition translation trees tuning uncertainty units updates users validation value values variables variance \
    variational vectors vehicle vehicles verification video videos vision visual visualization wavelets web weights words";
