//! The built-in words: what titles of research papers are made of.
//!
//! Written from general knowledge of paper titles, subject by subject; nothing
//! was copied from a listing page. As with the names, the list only has to
//! carry a page of one or two entries; abstracts and other titles teach the
//! rest, and the words here also teach the letter shapes of ordinary words.

/// Nouns (and acronyms) that titles often end with.
pub(super) const ENDS: &str = "\
learning networks network models model recognition detection segmentation estimation optimization \
classification generation approach analysis systems system data images image video videos robots \
robot control planning language languages methods method algorithms algorithm inference prediction \
tracking transformers transformer attention clustering regression processes process features feature \
representations representation adaptation generalization translation understanding \
reasoning navigation manipulation localization mapping reconstruction retrieval search graphs graph \
trees tree games game theory applications application framework study survey review challenge dataset \
datasets benchmark benchmarks evaluation environments environment tasks task agents agent policies \
policy programming problems problem constraints functions function kernels kernel machines machine \
fields field distributions distribution spaces space sampling bandits bounds convergence complexity \
gradients gradient descent flow flows diffusion synthesis design dynamics motion scenes scene objects \
object shapes shape surfaces faces face pose poses hand hands humans human people users user \
recommendation recommendations summarization answering questions question dialogue dialog \
conversation speech text texts documents document words word embeddings embedding sentences parsing \
knowledge information extraction matching alignment registration calibration supervision labels label \
noise uncertainty robustness attacks attack defense privacy security fairness bias explanations \
explainability interpretability causality time series signals sensors sensor vision perception \
sensing interaction interactions behavior behaviors cells brain neurons memory resolution compression \
quantization pruning distillation training pre-training pretraining fine-tuning tuning transfer \
augmentation normalization regularization initialization architecture architectures search perspective \
view views vehicles vehicle driving traffic cities health care medicine patients imaging tomography \
microscopy cancer disease diagnosis design fabrication actuators legs walking locomotion gait arm arms \
gripper grasping assembly surgery exploration coverage swarms teams coordination communication auctions \
markets preferences choice voting mechanisms equilibria logic programs program verification proofs \
databases queries web internet media news tweets community communities science physics chemistry \
biology molecules proteins materials energy power climate weather earth domains domain adaption scale \
scales large memory efficiency performance quality accuracy cost costs loss losses risk rewards reward \
feedback demonstrations instructions prompts prompting tokens hallucination hallucinations safety \
simulation simulations simulators measurements experiments results examples samples case cases \
approximation decomposition factorization completion recovery denoising deblurring inpainting editing \
stylization rendering animation avatars textures lighting depth stereo cameras camera scans clouds \
points lines edges regions maps map structure structures matrices matrix tensors tensor manifolds \
manifold geometry topology symmetry rank dimension dimensions codes code coding bits memory hardware \
gpu gpus cpu fpga cloud edge devices mobile online offline streaming parallel llm llms gan gans vae \
cnn cnns rnn lstm bert gpt slam mdp mdps pomdps pca svm svms rl nlp ai ml 3d 2d uav uavs mri eeg \
lidar imu gps rgb-d ct net nets former decoding encoding tagging identification verification authentication \
forecasting monitoring assessment scheduling routing allocation interpolation extrapolation \
discovery selection acquisition annotation abstraction integration fusion interfaces interface";

/// Words of a title that stand before its end: small words, adjectives, verbs.
pub(super) const INNER: &str = "\
a an the of for and in on with to from by via using at as is are be can do does how what why when \
where which who not no or than through under over between beyond without within across into towards \
toward against during after before we you it its their our your this that these all more less new novel \
deep neural convolutional recurrent graph bayesian gaussian stochastic probabilistic variational \
generative adversarial contrastive self-supervised unsupervised supervised semi-supervised weakly \
reinforcement imitation inverse active meta few-shot zero-shot one-shot multi-task multi-modal \
multimodal multi-view multi-agent multi-label multi-scale hierarchical structured sparse low-rank \
high-dimensional large-scale real-time real-world end-to-end data-driven model-based model-free \
fast efficient scalable robust accurate simple general unified universal optimal adaptive dynamic \
static local global joint distributed federated decentralized autonomous mobile humanoid legged soft \
aerial underwater medical visual semantic spatial temporal spatio-temporal linear nonlinear \
convex non-convex discrete continuous differentiable causal interpretable explainable fair private \
secure human machine natural automatic automated interactive learned learning improving exploring \
understanding rethinking revisiting towards leveraging exploiting modeling modelling predicting \
estimating detecting tracking generating building designing training optimizing scaling bridging \
combining evaluating measuring comparing beating breaking making case toward application study based \
approach introduction improved enhanced extended abstract open first second order high low long short \
better best good fully hard easy deep-learning cross-domain cross-modal domain-adaptive \
pre-trained open-source open-vocabulary state-of-the-art context-aware physics-informed \
conditional latent hidden random regularized weighted guided driven aware free level type \
statistical numerical empirical theoretical analytical practical provable tight sample-efficient \
computational computer science number sets set point rate rates error errors input output value values \
gaussian markov bayes fourier hilbert euclidean riemannian wasserstein bregman lipschitz newton \
kalman monte carlo nash boltzmann hopfield turing shapley lyapunov hamiltonian lagrangian laplacian \
imagenet pytorch tensorflow deepmind openai google facebook wikipedia twitter youtube github \
alphago chatgpt word2vec resnet mnist cifar";
